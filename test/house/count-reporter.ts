import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Closes a run with one plain line over all suites: `N passed, N failed, N skipped`. A suite that could not be loaded counts as failed. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const reasons = new Map<string, number>();
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'skipped') {
          const reason = `${module.relativeModuleId}: ${reasonOf(test)}`;
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        }
        if (state === 'passed' || state === 'failed' || state === 'skipped') counts[state] += 1;
        else counts.failed += 1;
      }
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    // After the default reporter's own summary, so that this is the last line.
    process.once('exit', () => {
      for (const [reason, count] of reasons) console.log(`skipped ${count} in ${reason}`);
      console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}

/** Why a test was skipped: its note, or what its own or a suite's title says after `skipped:`. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  if (result.state === 'skipped' && result.note) return result.note;
  return /skipped: (.*?)(?: > |\)|$)/.exec(test.fullName)?.[1] ?? 'no reason given';
}
