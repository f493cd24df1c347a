import { createHash } from 'node:crypto';

/** What can go wrong where. A fault of a point is drawn at most once for each occasion there. */
export const faultsOfPoint = {
  endorse: ['delayCall', 'refuseCall'],
  evaluate: ['delayCall', 'refuseCall'],
  submit: ['delaySubmit', 'refuseSubmit', 'refuseSubmitted', 'lose', 'duplicate'],
  transaction: ['conflict'],
  stream: ['delayBlock', 'dropStream', 'freezeStream', 'wrongPreviousHash'],
  block: ['restartBefore', 'restartAfter'],
} as const;

export type FaultPoint = keyof typeof faultsOfPoint;
export type FaultName = (typeof faultsOfPoint)[FaultPoint][number];

export interface FaultPlan {
  readonly seed: string;
  /** Chances from 0 to 1; what is not named never happens. */
  readonly chances: Readonly<Partial<Record<FaultName, number>>>;
  /** All is well below this height. */
  readonly fromBlock: number;
  /** Longest delay, in milliseconds. */
  readonly delayMsMax: number;
  /** How long a frozen stream is silent before it breaks, in milliseconds. */
  readonly freezeMs: number;
}

/** A fault, and a number in [0, 1) for how much of it. */
export interface Fault {
  readonly name: FaultName;
  readonly share: number;
}

/** A plan that cannot be used; the message names what was found and what is expected. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}

const textLengthMax = 10_000;
const durationMsMax = 600_000;

/**
 * What happens at a point: the same for the same seed, point and occasion, whatever happened before.
 * @param occasion which passing of the point it is.
 */
export function drawFault(plan: FaultPlan, point: FaultPoint, occasion: string): Fault | undefined {
  const drawn = createHash('sha256').update(`${plan.seed}/${point}/${occasion}`).digest();
  let rest = drawn.readUInt32BE(0) / 2 ** 32;
  for (const name of faultsOfPoint[point]) {
    const chance = plan.chances[name] ?? 0;
    if (rest < chance) return { name, share: drawn.readUInt32BE(4) / 2 ** 32 };
    rest -= chance;
  }
  return undefined;
}

/**
 * @param text JSON: `{"seed": "1", "chances": {"lose": 0.05}}`, and if wanted fromBlock, delayMsMax, freezeMs.
 * @throws FaultPlanError
 */
export function parseFaultPlan(text: string): FaultPlan {
  if (text.length > textLengthMax)
    throw new FaultPlanError(`a plan of ${text.length} characters is too long`);
  const given = parseObject('the plan', parseJson(text));
  const known = ['seed', 'chances', 'fromBlock', 'delayMsMax', 'freezeMs'];
  refuseUnknown('the plan', given, known);
  if (typeof given.seed !== 'string' || given.seed === '') {
    throw new FaultPlanError('the plan has no seed, a text was expected');
  }
  return {
    seed: given.seed,
    chances: parseChances(parseObject('chances', given.chances)),
    fromBlock: readWhole('fromBlock', given.fromBlock ?? 0, Number.MAX_SAFE_INTEGER),
    delayMsMax: readWhole('delayMsMax', given.delayMsMax ?? 500, durationMsMax),
    freezeMs: readWhole('freezeMs', given.freezeMs ?? 10_000, durationMsMax),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FaultPlanError(`the plan is no JSON: ${String(error)}`);
  }
}

function parseObject(what: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new FaultPlanError(`${what} is ${JSON.stringify(value) ?? 'missing'}, an object was expected`);
}

function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange === undefined) return;
  throw new FaultPlanError(`${what} has no ${JSON.stringify(strange)}, it knows ${known.join(', ')}`);
}

function parseChances(given: Record<string, unknown>): FaultPlan['chances'] {
  refuseUnknown('chances', given, [...new Set(Object.values(faultsOfPoint).flat())]);
  for (const [name, chance] of Object.entries(given)) {
    if (typeof chance === 'number' && chance >= 0 && chance <= 1) continue;
    throw new FaultPlanError(
      `the chance of ${name} is ${JSON.stringify(chance)}, a number from 0 to 1 was expected`,
    );
  }
  const chances: FaultPlan['chances'] = given;
  for (const [point, names] of Object.entries(faultsOfPoint)) {
    const sum = names.reduce((total, name) => total + (chances[name] ?? 0), 0);
    if (sum > 1)
      throw new FaultPlanError(`the chances of ${point} are ${sum} together, at most 1 can be drawn`);
  }
  return chances;
}

function readWhole(name: string, value: unknown, max: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max) return value;
  throw new FaultPlanError(
    `${name} is ${JSON.stringify(value)}, a whole number from 0 to ${max} was expected`,
  );
}
