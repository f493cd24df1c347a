import real from 'fast-check';

export * from 'fast-check';

/** How often a property is tried for each mutant. */
const runsMax = Number(process.env.MENGSU_HISTORY_RUNS ?? 20);

const assert = (property: never, parameters: real.Parameters<unknown> = {}) =>
  real.assert(property, {
    seed: 1,
    ...parameters,
    numRuns: Math.min(parameters.numRuns ?? 100, runsMax),
    endOnFailure: true,
  });

/** fast-check with fewer runs, a fixed seed, and no search for the smallest failure: what tests import while the law is mutated. */
export default { ...real, assert };
