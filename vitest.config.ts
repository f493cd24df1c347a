import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];
const room = (name: string, include: string[], testTimeout = 20_000) => ({
  test: { name, include, exclude, testTimeout, hookTimeout: 60_000 },
});

/** One project per room, and one per kind of test that crosses rooms, so that each can be run alone. */
export default defineConfig({
  test: {
    projects: [
      room('chaincode', ['chaincode/**/*.test.ts']),
      room('gateway', ['gateway/**/*.test.ts']),
      room('web-scan', ['web-scan/**/*.test.ts']),
      room('network', ['network/**/*.test.ts'], 60_000),
      room('client', ['client/**/*.test.ts']),
      room('demo', ['demo/**/*.test.ts']),
      room('house', ['test/*.test.ts']),
      room('property', ['test/property/**/*.test.ts'], 120_000),
      room('conformance', ['test/conformance/**/*.test.ts'], 120_000),
      room('scenario', ['test/scenario/**/*.test.ts'], 120_000),
      room('browser', ['test/browser/**/*.test.ts'], 120_000),
      room('fault', ['test/fault/**/*.test.ts'], 600_000),
    ],
  },
});
