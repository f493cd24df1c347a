import { createHash } from 'node:crypto';
import { gzipStored } from './gzip.ts';
import { makeTar } from './tar.ts';

/** The two places beside each peer where chaincode processes listen; a new version takes the other one. */
export type Slot = 0 | 1;

export interface ChaincodePackage {
  readonly label: string;
  readonly slot: Slot;
  /** `label:SHA-256`, as Fabric names an installed package. */
  readonly id: string;
  /** The file that `peer lifecycle chaincode install` takes. */
  readonly bytes: Buffer;
}

/** The sequence decides the slot, so every organisation makes the same package without asking another. */
export function slotOf(sequence: number): Slot {
  return sequence % 2 === 1 ? 0 : 1;
}

/**
 * A package of a chaincode that runs as a service: it holds no code, only the slot that its processes listen in; the label carries the code's digest.
 * The same label and slot give the same bytes, and so the same id for every organisation.
 */
export function makePackage(label: string, slot: Slot): ChaincodePackage {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.+-]{0,98}$/.test(label)) throw new RangeError(`${label} is no label`);
  const metadata = JSON.stringify({ path: '', type: 'mengsu-service', label });
  const code = gzipStored(makeTar([{ name: 'slot', content: Buffer.from(`${slot}\n`) }]));
  const bytes = gzipStored(
    makeTar([
      { name: 'metadata.json', content: Buffer.from(metadata) },
      { name: 'code.tar.gz', content: code },
    ]),
  );
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { label, slot, id: `${label}:${digest}`, bytes };
}
