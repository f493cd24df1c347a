import type { Json } from './canonical.ts';
import { Reader } from './form.ts';
import { importKey, type PublicKey } from './keys.ts';
import { limits } from './limits.ts';

/** Whom a reader believes (docs/proof.md, Pins). */
export interface Pins {
  readonly network: string;
  readonly organisations: readonly PinnedOrganisation[];
  /** How many of them must have signed a checkpoint. */
  readonly threshold: number;
}

export interface PinnedOrganisation {
  readonly msp: string;
  readonly log: PublicKey;
  readonly registrar: string;
}

export const networkPattern = /^[a-z0-9][a-z0-9-]{2,39}$/;
export const mspPattern = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/;

/** Throws PINS_INVALID. A log key that is no point of the curve is none. */
export async function parsePins(value: unknown): Promise<Pins> {
  const reader = new Reader(value as Json, '', 'PINS_INVALID');
  const member = reader.members('network organisations threshold');
  const organisations = member('organisations').list(limits.organisationsMax).map(readOrganisation);
  if (new Set(organisations.map(({ msp }) => msp)).size !== organisations.length)
    throw member('organisations').refusal('names one twice');
  const keys = await Promise.all(organisations.map(({ log }) => importKey(log)));
  if (keys.includes(undefined)) throw member('organisations').refusal('has a log key that is no key');
  return {
    network: member('network').text(networkPattern),
    organisations,
    threshold: member('threshold').whole(1, organisations.length),
  };
}

function readOrganisation(reader: Reader): PinnedOrganisation {
  const member = reader.members('log msp registrar');
  return {
    log: readKey(member('log')),
    msp: member('msp').text(mspPattern),
    registrar: member('registrar').digest(),
  };
}

export function readKey(reader: Reader): PublicKey {
  const member = reader.members('x y');
  return { x: member('x').digest(), y: member('y').digest() };
}
