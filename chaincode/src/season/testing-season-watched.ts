import { type Crypto, type Envelope, protectedHeader } from '../model/index.ts';
import { type DeviceKey, payloadOf } from '../model/testing.ts';
import { nodeCrypto } from '../node-crypto.ts';
import { MemoryState, World } from '../testing-world.ts';
import type { Write } from './testing-season-observer.ts';
import type { Telling } from './testing-season-sight.ts';
import type { SeasonWorld } from './testing-season-world.ts';

/** Believes every signature: whether a device may speak is still asked. */
export const believing: Crypto = { ...nodeCrypto, verifyEs256: () => true };

/** A state in memory that remembers what the last document wrote. */
class WatchedState extends MemoryState {
  last: Write[] = [];

  /** As if nothing had been written since `before` was copied. */
  restore(before: ReadonlyMap<string, Uint8Array>): void {
    this.values.clear();
    for (const [key, value] of before) this.values.set(key, value);
    this.last = [];
  }

  override async putMany(entries: readonly (readonly [string, Uint8Array])[]): Promise<void> {
    const before = entries.map(([key]) => this.at(key));
    await super.putMany(entries);
    this.last = entries.map(([key], index) => ({ key, before: before[index], after: this.at(key) }));
  }
}

export class WatchedWorld extends World {
  override readonly state = new WatchedState();
}

/** What was said, and by whom, ready to be signed. */
export interface Told {
  readonly payload: string;
  readonly signers: readonly DeviceKey[];
}

/** The event of a telling, with the times of now. */
export function toldOf(at: SeasonWorld, { fields, signers }: Telling): Told {
  const [device = '', ...cosigners] = signers.map(({ kid }) => kid);
  return { payload: payloadOf({ ...at.world.stamped(fields), device, cosigners }), signers };
}

export const unsigned = ({ payload, signers }: Told): Envelope => ({
  payload,
  signatures: signers.map(({ kid }) => ({ protected: protectedHeader(kid), signature: 'A'.repeat(86) })),
});
