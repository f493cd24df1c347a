/** The two databases that a store may stand on. */
export type Engine = 'sqlite' | 'postgres';

/** A value that both databases bind and give back alike. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * The parameters of a query, checked before they are bound: node:sqlite binds a Date as NULL and pg spells it in the zone of the machine, both silently.
 * Integers up to 2^53 − 1 only. Throws TypeError with the place of the first parameter that is anything else.
 */
export function checkParameters(parameters: readonly unknown[]): readonly SqlValue[] {
  for (let index = 0; index < parameters.length; index++) {
    const value = parameters[index];
    if (isSqlValue(value)) continue;
    throw new TypeError(
      `parameter ${index + 1} is ${nameOf(value)}, not text, a whole number, bytes or null`,
    );
  }
  // Each of them was looked at.
  return parameters as readonly SqlValue[];
}

function isSqlValue(value: unknown): value is SqlValue {
  if (value === null || value instanceof Uint8Array) return true;
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  return Number.isSafeInteger(value);
}

function nameOf(value: unknown): string {
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'string') return 'text that is not well formed';
  return typeof value === 'object' ? (value?.constructor?.name ?? 'an object') : `a ${typeof value}`;
}
