import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { NetworkIdentities } from '../../identities/src/index.ts';
import { FabricError } from './fabric-error.ts';
import type { Places } from './places.ts';
import type { Topology } from './topology.ts';

/** `made.json`, written when the network of a folder is whole: what its channel was made of. */
export interface Made {
  readonly topology: Topology;
  /** SHA-256 over the organisations' authorities, in hex. */
  readonly authorities: string;
}

export function describeMade(topology: Topology, { organisations }: NetworkIdentities): Made {
  const digest = createHash('sha256');
  for (const { identityCaPem, tlsCaPem } of organisations) digest.update(identityCaPem).update(tlsCaPem);
  return { topology, authorities: digest.digest('hex') };
}

/** Undefined for a folder where nothing was made yet. */
export function readMade({ made }: Places): Made | undefined {
  return existsSync(made) ? (JSON.parse(readFileSync(made, 'utf8')) as Made) : undefined;
}

/** @throws FabricError when nothing was made in the folder yet. */
export function requireMade(places: Places): void {
  if (!readMade(places)) throw new FabricError(`${places.root} holds no network: npm run fabric:up makes it`);
}

/** @throws FabricError when the folder holds a network of another topology. */
export function requireSameTopology(made: Made | undefined, topology: Topology, { root }: Places): void {
  if (made && JSON.stringify(made.topology) !== JSON.stringify(topology))
    throw new FabricError(`${root} holds a network of another topology: give that one, or another folder`);
}

/** @throws FabricError when the certificates are not those that the channel was made with. */
export function requireSameAuthorities(made: Made | undefined, now: Made, { root }: Places): void {
  if (made && made.authorities !== now.authorities)
    throw new FabricError(
      `${root} holds certificates of another run than its channel: restore them from a backup`,
    );
}
