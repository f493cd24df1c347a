import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadWriteSet } from '../chaincode/read-write-set.ts';
import {
  definitionEntries,
  fieldKey,
  lifecycleNamespace,
  metadataKey,
} from '../ledger/committed-definitions.ts';
import { type DevnetLedger, openLedger } from '../ledger/devnet-ledger.ts';
import { firstDefinition } from '../ledger/first-definition.ts';
import type { OrganisationName, SystemChaincode } from '../ports.ts';
import { commit, makeTestNetwork, type TestNetwork } from '../testing/test-network.ts';
import { buildTransaction } from '../testing/test-transaction.ts';
import { makeSystemChaincode } from './system-chaincode.ts';

const { VALID, ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT } = peer.TxValidationCode;
const names = {
  ProducersMSP: 'producers',
  TradeMSP: 'trade',
  BrandMSP: 'brand',
  RegulatorMSP: 'regulator',
} as const;
type MspId = keyof typeof names;
const everybody = Object.keys(names) as MspId[];

let network: TestNetwork;
let ledger: DevnetLedger;
let system: SystemChaincode;
let parts: ReturnType<TestNetwork['ledgerParts']>;
let files = 0;

beforeAll(async () => {
  network = await makeTestNetwork();
});

afterAll(() => network.remove());

async function withFresh(run: () => Promise<void>): Promise<void> {
  files += 1;
  parts = network.ledgerParts(`lifecycle-${files}`);
  ledger = openLedger(parts);
  system = makeSystemChaincode(ledger, { definitions: parts.definitions, material: network.material });
  try {
    await run();
  } finally {
    await ledger.close();
  }
}

const { parameter } = firstDefinition('mengsu', '2.0', "OR('RegulatorMSP.peer')");

function proposed(
  changes: { sequence?: number; name?: string; version?: string; parameter?: Uint8Array } = {},
) {
  const args = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
  args.setSequence(changes.sequence ?? 2);
  args.setName(changes.name ?? 'mengsu');
  args.setVersion(changes.version ?? '2.0');
  args.setValidationParameter(changes.parameter ?? parameter);
  return args;
}

function call(name: string, argument: Uint8Array, mspId: MspId = 'ProducersMSP', creator: MspId = mspId) {
  return system.lifecycle([Buffer.from(name), argument], {
    mspId,
    creator: { mspId: creator, role: 'admin' },
  });
}

/** The transaction of a call, endorsed by the peers of these organisations. */
function transactionOf(results: Uint8Array, endorsers: readonly OrganisationName[]): Uint8Array {
  return buildTransaction({
    creator: network.client('producers'),
    endorsers: endorsers.map((name) => network.peer(name)),
    chaincode: lifecycleNamespace,
    chaincodeVersion: 'syscc',
    results,
  }).envelope;
}

const codeOf = async (envelope: Uint8Array) => (await commit(ledger, envelope)).transactions[0]?.code;

async function approveBy(...mspIds: MspId[]): Promise<void> {
  for (const mspId of mspIds) {
    const { answer, readWriteSet } = call(
      'ApproveChaincodeDefinitionForMyOrg',
      proposed().serializeBinary(),
      mspId,
    );
    expect(answer).toMatchObject({ status: 200 });
    expect(await codeOf(transactionOf(readWriteSet, [names[mspId]]))).toBe(VALID);
  }
}

function readiness(argument = proposed()): Record<string, boolean> {
  const { answer } = call('CheckCommitReadiness', argument.serializeBinary());
  const result = peer.lifecycle.CheckCommitReadinessResult.deserializeBinary(answer.payload);
  return Object.fromEntries(result.getApprovalsMap().toArray());
}

describe('an upgrade of the law', () => {
  it('is approved by each organisation, committed by three with the regulator, and in force with the next block', async () => {
    await withFresh(async () => {
      await approveBy('ProducersMSP', 'BrandMSP', 'RegulatorMSP');
      expect(readiness()).toEqual({
        ProducersMSP: true,
        TradeMSP: false,
        BrandMSP: true,
        RegulatorMSP: true,
      });
      const { answer, readWriteSet } = call('CommitChaincodeDefinition', proposed().serializeBinary());
      expect(answer.status).toBe(200);
      const committed = transactionOf(readWriteSet, ['producers', 'brand', 'regulator']);
      const write = (endorsers: OrganisationName[]) =>
        buildTransaction({
          creator: network.client('producers'),
          endorsers: endorsers.map((name) => network.peer(name)),
          chaincodeVersion: '2.0',
          writes: { a: '1' },
        }).envelope;
      expect(await codeOf(write(['regulator']))).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await codeOf(committed)).toBe(VALID);
      expect(parts.definitions.get('mengsu')).toMatchObject({ version: '2.0', sequence: 2 });
      expect(await codeOf(write(['regulator']))).toBe(VALID);
      expect(await codeOf(write(['producers', 'brand']))).toBe(ENDORSEMENT_POLICY_FAILURE);
    });
  });

  it('is kept over a restart', async () => {
    await withFresh(async () => {
      await approveBy('TradeMSP', 'BrandMSP', 'RegulatorMSP');
      const { readWriteSet } = call('CommitChaincodeDefinition', proposed().serializeBinary(), 'TradeMSP');
      await commit(ledger, transactionOf(readWriteSet, ['trade', 'brand', 'regulator']));
    });
    const again = network.ledgerParts(`lifecycle-${files}`);
    await openLedger(again).close();
    expect(again.definitions.get('mengsu')).toMatchObject({ version: '2.0', sequence: 2 });
  });

  it.each([
    ['without the regulator', ['producers', 'trade', 'brand']],
    ['by two', ['brand', 'regulator']],
  ] satisfies [string, OrganisationName[]][])('is not committed %s', async (_what, endorsers) => {
    await withFresh(async () => {
      await approveBy(...everybody);
      const { readWriteSet } = call('CommitChaincodeDefinition', proposed().serializeBinary());
      expect(await codeOf(transactionOf(readWriteSet, endorsers))).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(parts.definitions.get('mengsu')?.sequence).toBe(1);
    });
  });

  it('makes transactions invalid that were endorsed before it', async () => {
    await withFresh(async () => {
      await approveBy('ProducersMSP', 'BrandMSP', 'RegulatorMSP');
      const { readWriteSet } = call('CommitChaincodeDefinition', proposed().serializeBinary());
      const again = transactionOf(readWriteSet, ['producers', 'brand', 'regulator']);
      expect(await codeOf(transactionOf(readWriteSet, ['producers', 'brand', 'regulator']))).toBe(VALID);
      expect(await codeOf(again)).toBe(MVCC_READ_CONFLICT);
    });
  });

  it('whose policy cannot be read is satisfied by nobody, and stops nothing', async () => {
    await withFresh(async () => {
      const unreadable = proposed({ parameter: Buffer.from('0a021001', 'hex') });
      const results = definitionEntries('mengsu', {
        sequence: 2,
        version: '2.0',
        parameter: unreadable.getValidationParameter_asU8(),
      });
      const set = new ReadWriteSet();
      for (const [key, value] of results) set.write(lifecycleNamespace, key, value);
      expect(await codeOf(transactionOf(set.serialize(), ['producers', 'brand', 'regulator']))).toBe(VALID);
      const write = buildTransaction({
        creator: network.client('producers'),
        endorsers: [network.peer('producers'), network.peer('brand'), network.peer('regulator')],
        writes: { a: '1' },
      });
      expect(await codeOf(write.envelope)).toBe(ENDORSEMENT_POLICY_FAILURE);
    });
  });

  it('stands in Fabric’s keys, with Fabric’s values', async () => {
    await withFresh(async () => {
      await approveBy('ProducersMSP', 'BrandMSP', 'RegulatorMSP');
      const { readWriteSet } = call('CommitChaincodeDefinition', proposed().serializeBinary());
      await commit(ledger, transactionOf(readWriteSet, ['producers', 'brand', 'regulator']));
      const hex = (key: string) =>
        Buffer.from(ledger.get(lifecycleNamespace, key)?.value ?? []).toString('hex');
      expect(hex(fieldKey('mengsu', 'Sequence'))).toBe('0802');
      expect(hex(fieldKey('mengsu', 'Collections'))).toBe('1200');
      const metadata = peer.lifecycle.StateMetadata.deserializeBinary(
        Buffer.from(hex(metadataKey('mengsu')), 'hex'),
      );
      expect(metadata.toObject()).toEqual({
        datatype: 'ChaincodeDefinition',
        fieldsList: ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'],
      });
    });
  });
});

describe('an approval', () => {
  it('is written by the organisation’s own peers alone', async () => {
    await withFresh(async () => {
      const { readWriteSet } = call(
        'ApproveChaincodeDefinitionForMyOrg',
        proposed().serializeBinary(),
        'TradeMSP',
      );
      expect(await codeOf(transactionOf(readWriteSet, ['producers', 'brand', 'regulator']))).toBe(
        ENDORSEMENT_POLICY_FAILURE,
      );
      expect(await codeOf(transactionOf(readWriteSet, ['trade']))).toBe(VALID);
    });
  });

  it('of something else does not count', async () => {
    await withFresh(async () => {
      await approveBy('ProducersMSP');
      expect(readiness(proposed({ version: '2.1' }))).toMatchObject({ ProducersMSP: false });
      expect(readiness(proposed({ parameter: new Uint8Array(0) }))).toMatchObject({ ProducersMSP: false });
      expect(
        call('CommitChaincodeDefinition', proposed({ version: '2.1' }).serializeBinary()).answer,
      ).toMatchObject({
        status: 500,
        message: expect.stringContaining('chaincode definition not agreed to by this org (ProducersMSP)'),
      });
    });
  });

  it('is told to its organisation', async () => {
    await withFresh(async () => {
      await approveBy('BrandMSP');
      const args = new peer.lifecycle.QueryApprovedChaincodeDefinitionArgs();
      args.setName('mengsu');
      const { answer } = call('QueryApprovedChaincodeDefinition', args.serializeBinary(), 'BrandMSP');
      const result = peer.lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(answer.payload);
      expect([result.getSequence(), result.getVersion()]).toEqual([2, '2.0']);
      expect(
        call('QueryApprovedChaincodeDefinition', args.serializeBinary(), 'TradeMSP').answer.message,
      ).toContain('could not fetch approved chaincode definition');
    });
  });
});

describe('_lifecycle', () => {
  const named = (name: string) => {
    const args = new peer.lifecycle.QueryChaincodeDefinitionArgs();
    args.setName(name);
    return args.serializeBinary();
  };

  it('tells a definition, its policy and who approved it', async () => {
    await withFresh(async () => {
      const { payload } = call('QueryChaincodeDefinition', named('mengsu')).answer;
      const result = peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(payload);
      expect([result.getSequence(), result.getVersion()]).toEqual([1, '1.0']);
      expect(new Map(result.getApprovalsMap().toArray())).toEqual(
        new Map(everybody.map((one) => [one, true])),
      );
      const policy = peer.ApplicationPolicy.deserializeBinary(result.getValidationParameter_asU8());
      expect(policy.getSignaturePolicy()?.getRule()?.getNOutOf()?.getRulesList()).toHaveLength(5);
    });
  });

  it('lists all definitions', async () => {
    await withFresh(async () => {
      const { payload } = call('QueryChaincodeDefinitions', new Uint8Array(0)).answer;
      const list = peer.lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(payload);
      expect(list.getChaincodeDefinitionsList().map((one) => one.getName())).toEqual(['mengsu']);
    });
  });

  const args = (changes: Parameters<typeof proposed>[0]) => proposed(changes).serializeBinary();
  const init = proposed();
  init.setInitRequired(true);
  const approve = 'ApproveChaincodeDefinitionForMyOrg';

  it.each([
    ['QueryChaincodeDefinition', named('other'), 404, /^namespace other is not defined$/],
    ['QueryChaincodeDefinition', Buffer.from('ffff', 'hex'), 500, /failed to decode/],
    ['InstallChaincode', new Uint8Array(0), 500, /is not there/],
    ['constructor', new Uint8Array(0), 500, /is not there/],
    [
      approve,
      args({ sequence: 0 }),
      500,
      /requested sequence is 0, but first definable sequence number is 1/,
    ],
    [approve, args({ sequence: 1 }), 500, /attempted to redefine the current committed sequence \(1\)/],
    [
      approve,
      args({ sequence: 3 }),
      500,
      /requested sequence 3 is larger than the next available sequence number 2/,
    ],
    [approve, args({ name: '-' }), 500, /invalid chaincode name '-'/],
    [approve, args({ version: '' }), 500, /invalid chaincode version ''/],
    [approve, args({ parameter: Buffer.from('ffff', 'hex') }), 500, /no application policy/],
    [approve, init.serializeBinary(), 500, /requires Init/],
    [
      'CheckCommitReadiness',
      args({ sequence: 3 }),
      500,
      /requested sequence is 3, but new definition must be sequence 2/,
    ],
  ])('answers %s with %s: status %i', async (name, argument, status, message) => {
    await withFresh(async () => {
      const { answer } = call(name, argument);
      expect(answer.status).toBe(status);
      expect(answer.message).toMatch(message);
    });
  });

  it('lets an organisation’s own admins approve, and nobody else', async () => {
    await withFresh(async () => {
      const argument = proposed().serializeBinary();
      expect(call(approve, argument, 'ProducersMSP', 'TradeMSP').answer.message).toMatch(
        /no admin of ProducersMSP/,
      );
      const client = { mspId: 'ProducersMSP', creator: { mspId: 'ProducersMSP', role: 'client' as const } };
      expect(system.lifecycle([Buffer.from(approve), argument], client).answer.status).toBe(500);
    });
  });
});
