import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const script = path.join(import.meta.dirname, 'verify.py');
const python = 'python3';

/** What the second verifier is asked: a bundle, and who asks when. */
export interface Question {
  readonly text: string;
  readonly pins: unknown;
  readonly nowMs: number;
  readonly seen?: unknown;
}

/**
 * Why the second verifier cannot run here, or undefined where it can. With MENGSU_REQUIRE=all there is no such reason: it runs, and the tests fail
 * where it does not.
 */
export function reasonToSkip(): string | undefined {
  if (process.env.MENGSU_REQUIRE === 'all') return undefined;
  const { status } = spawnSync(python, ['-c', 'import cryptography']);
  return status === 0 ? undefined : 'skipped: no python3 with the package cryptography';
}

/** Asks one program of it all questions, and answers its answers in their order. */
export async function askAll(questions: readonly Question[]): Promise<readonly Record<string, unknown>[]> {
  const lines = questions.map(({ text: bundle, ...rest }) => `${JSON.stringify({ bundle, ...rest })}\n`);
  const output = await run(['--lines'], lines.join(''));
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Its output. Throws with its own words where it does not end well, except with 1, which is a refusal. */
export async function run(given: readonly string[], input = ''): Promise<string> {
  const child = spawn(python, ['-B', script, ...given], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [output, faults, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (faults !== '' || (code !== 0 && code !== 1))
    throw new Error(`verify.py (exit code ${code}): ${faults}`);
  return output;
}
