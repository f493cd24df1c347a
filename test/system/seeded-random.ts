import { createHash } from 'node:crypto';

/** Numbers that a seed repeats, for tests: the n-th is taken from SHA-256 of `seed/n`. */
export class SeededRandom {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string | number) {
    this.#seed = String(seed);
  }

  /** In [0, 1), in steps of 2^−32. */
  next = (): number => {
    this.#drawn += 1;
    return createHash('sha256').update(`${this.#seed}/${this.#drawn}`).digest().readUInt32BE() / 2 ** 32;
  };

  /** A whole number from `min` to `max`, both possible. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** One of the items. Throws where there are none. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('there is nothing to pick from');
    return items[this.whole(0, items.length - 1)] as T;
  }
}
