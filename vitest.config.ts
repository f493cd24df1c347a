import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];

/** Tests of one room: many small files, side by side. */
const room = (name: string, include: string[], testTimeout = 20_000) => ({
  test: { name, include, exclude, testTimeout, hookTimeout: 60_000, sequence: { groupOrder: 0 } },
});

/** Tests that start whole systems, after the rooms' own; one file at a time where what they measure must have the machine for itself. */
const crossing = (name: string, groupOrder: number, testTimeout: number, fileParallelism = false) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    exclude,
    testTimeout,
    hookTimeout: 120_000,
    fileParallelism,
    sequence: { groupOrder },
  },
});

export default defineConfig({
  test: {
    // One more than the cores of a small machine: many tests wait for a process or a clock.
    maxWorkers: 3,
    reporters: ['default', './test/house/count-reporter.ts'],
    projects: [
      room('house', ['test/*.test.ts']),
      room('chaincode', ['chaincode/**/*.test.ts'], 60_000),
      room('gateway', ['gateway/**/*.test.ts'], 60_000),
      room('web-scan', ['web-scan/**/*.test.ts']),
      room('network', ['network/**/*.test.ts'], 60_000),
      room('client', ['client/**/*.test.ts']),
      room('demo', ['demo/**/*.test.ts']),
      room('verify', ['test/verify/**/*.test.ts'], 60_000),
      room('mutation', ['test/mutation/**/*.test.ts'], 60_000),
      room('property', ['test/property/**/*.test.ts'], 120_000),
      crossing('conformance', 1, 120_000),
      crossing('scenario', 2, 120_000, true),
      crossing('browser', 2, 120_000, true),
      crossing('fault', 3, 600_000),
      crossing('fabric', 4, 300_000),
    ],
  },
});
