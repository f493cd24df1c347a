import { describe, expect, it } from 'vitest';
import { makeReceipt, parseReceipt } from './receipt-number.ts';

const receipt = makeReceipt((count) => Uint8Array.from({ length: count }, (_, at) => (at * 37 + 5) & 255));

describe('a receipt', () => {
  it('is T and 12 characters of Crockford’s alphabet, another one each time', () => {
    const made = new Set(Array.from({ length: 200 }, () => makeReceipt()));
    expect(made.size).toBe(200);
    for (const one of made) expect(one).toMatch(/^T[0-9A-HJKMNP-TV-Z]{12}$/);
  });

  it('is read in whatever way people write it', () => {
    const body = `T0123${receipt.slice(5)}`;
    expect(parseReceipt(receipt)).toBe(receipt);
    for (const typed of [receipt.toLowerCase(), ` ${receipt.slice(0, 5)}-${receipt.slice(5)} `])
      expect(parseReceipt(typed)).toBe(receipt);
    const made = Array.from({ length: 300 }, () => makeReceipt()).find(
      (one) => /0/.test(one) && /1/.test(one),
    );
    const lookAlike = (made ?? body).replaceAll('0', 'O').replaceAll('1', 'l');
    expect(parseReceipt(lookAlike)).toBe(made);
  });

  it('is refused with any one character wrong and any two exchanged', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const with_ = (at: number, character: string) => receipt.slice(0, at) + character + receipt.slice(at + 1);
    for (let at = 1; at < receipt.length; at++) {
      for (const character of alphabet)
        if (character !== receipt[at]) expect(parseReceipt(with_(at, character))).toBeUndefined();
      for (let other = at + 1; other < receipt.length; other++) {
        const [a = '', b = ''] = [receipt[at], receipt[other]];
        const exchanged =
          receipt.slice(0, at) + b + receipt.slice(at + 1, other) + a + receipt.slice(other + 1);
        if (a !== b) expect(parseReceipt(exchanged)).toBeUndefined();
      }
    }
  });

  it.each(['', 'T', receipt.slice(1), `${receipt}0`, `X${receipt.slice(1)}`, 'T'.repeat(10_000), '<script>'])(
    'is not %s',
    (typed) => {
      expect(parseReceipt(typed)).toBeUndefined();
    },
  );
});
