import { randomBytes } from 'node:crypto';

/** Crockford's base 32: without I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomCharacters = 11;

/** `T`, 55 random bits in 11 characters, and a check character. Whoever knows it may ask how the report stands, so it is not to be guessed. */
export function makeReceipt(random: (count: number) => Uint8Array = randomBytes): string {
  const body = [...random(randomCharacters)].map((byte) => alphabet[byte % 32]).join('');
  return `T${body}${checkCharacter(body)}`;
}

/** The receipt as it was given, from what somebody typed: any case, O for 0, I and L for 1, blanks and hyphens. Undefined where it is none. */
export function parseReceipt(typed: string): string | undefined {
  if (typed.length > 40) return undefined;
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (!/^T[0-9A-HJKMNP-TV-Z]{12}$/.test(text)) return undefined;
  const body = text.slice(1, -1);
  return checkCharacter(body) === text.at(-1) ? text : undefined;
}

/** The characters as a polynomial over GF(32), x⁵ + x² + 1, at x: any one wrong character and any two exchanged ones change it. */
function checkCharacter(body: string): string {
  let sum = 0;
  for (const character of body) sum = timesX(sum ^ alphabet.indexOf(character));
  return alphabet[sum] ?? '';
}

const timesX = (value: number): number => ((value << 1) & 31) ^ (value & 16 ? 0b00101 : 0);
