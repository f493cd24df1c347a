import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeNetworkIdentities, type NetworkIdentities } from '../../../identities/src/index.ts';
import { type DevnetLedger, type LedgerParts, openLedger } from '../ledger/devnet-ledger.ts';
import { firstDefinition } from '../ledger/first-definition.ts';
import { makeIdentityVerifier } from '../ledger/identity-verifier.ts';
import { orderingLimitsDefault } from '../ledger/ordering.ts';
import { makeSigner } from '../ledger/signer.ts';
import { openMaterial } from '../material.ts';
import { policyDefault } from '../options.ts';
import type { CommittedBlock, NetworkMaterial, OrganisationName, Signer } from '../ports.ts';

/** For tests: real identities in a folder of their own, and ledgers on them. */
export interface TestNetwork {
  readonly folder: string;
  readonly identities: NetworkIdentities;
  readonly material: NetworkMaterial;
  client(organisation: OrganisationName): Signer;
  peer(organisation: OrganisationName): Signer;
  /** Settings for `openLedger`; one file for one name. */
  ledgerParts(name: string, changes?: Partial<LedgerParts>): LedgerParts;
  remove(): Promise<void>;
}

export const testChannel = 'mengsu';
export const testChaincode = 'mengsu';

export async function makeTestNetwork(): Promise<TestNetwork> {
  const folder = await mkdtemp(path.join(tmpdir(), 'devnet-'));
  const identities = await makeNetworkIdentities(path.join(folder, 'identities'));
  const material = openMaterial(identities);
  const now = () => new Date();
  const authorities = new Map(material.organisations.map((one) => [one.mspId, one.identityCaPem]));
  const find = <One extends { name: string }>(list: readonly One[], name: OrganisationName): One => {
    const found = list.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no organisation ${name}`);
    return found;
  };
  return {
    folder,
    identities,
    material,
    client(name) {
      const organisation = find(identities.organisations, name);
      return makeSigner(organisation.mspId, organisation.identities.gateway);
    },
    peer: (name) => find(material.organisations, name).peer,
    ledgerParts: (name, changes = {}) => ({
      file: path.join(folder, `${name}.sqlite`),
      channel: testChannel,
      material,
      verifier: makeIdentityVerifier({ channel: testChannel, authorities, now }),
      definitions: new Map([[testChaincode, firstDefinition(testChaincode, '1.0', policyDefault)]]),
      limits: { ...orderingLimitsDefault, batchTimeoutMs: 5 },
      now,
      onFailure: (error) => {
        throw error;
      },
      ...changes,
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Opens a ledger, hands it over, and closes it whatever happens. */
export async function withLedger<Value>(
  parts: LedgerParts,
  run: (ledger: DevnetLedger) => Promise<Value>,
): Promise<Value> {
  const ledger = openLedger(parts);
  try {
    return await run(ledger);
  } finally {
    await ledger.close();
  }
}

/** Broadcasts all at once; resolves with the first block that holds one of them. */
export async function commit(
  ledger: DevnetLedger,
  ...envelopes: readonly Uint8Array[]
): Promise<CommittedBlock> {
  const { promise, resolve } = Promise.withResolvers<CommittedBlock>();
  const forget = ledger.onBlock(resolve);
  await Promise.all(envelopes.map((envelope) => ledger.broadcast(envelope)));
  const block = await promise;
  forget();
  return block;
}
