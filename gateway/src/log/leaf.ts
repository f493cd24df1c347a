import type { EventRow } from '../store/index-tables.ts';
import { leafHash } from './hashing.ts';

/** What a leaf says of an event: its columns, as the index has them. */
export type LeafRow = Pick<
  EventRow,
  'id' | 'block' | 'tx' | 'place' | 'recorded_at' | 'breaches' | 'envelope'
>;

/**
 * The leaf's text (docs/proof.md): canonical JSON. It is joined from texts that are canonical already; none of them has a character that
 * JSON would escape.
 */
export function leafText({ id, block, tx, place, recorded_at, breaches, envelope }: LeafRow): string {
  return `{"block":${block},"breaches":${breaches},"id":"${id}","place":${place},"signatures":${signaturesText(envelope)},"time":"${recorded_at}","tx":${tx}}`;
}

export const eventLeafHash = (row: LeafRow): string => leafHash(leafText(row));

/** The signatures of an envelope `{"payload":…,"signatures":[…]}` as they stand at its end. */
function signaturesText(envelope: string): string {
  const { signatures } = JSON.parse(envelope) as { signatures: { protected: string; signature: string }[] };
  const texts = signatures.map((one) => `{"protected":"${one.protected}","signature":"${one.signature}"}`);
  return `[${texts.join(',')}]`;
}
