import type { Contract } from '@hyperledger/fabric-gateway';
import { countEndorsements, type GatewayRecording, readRecording } from '@mengsu/network/devnet/recordings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './devnet-client.ts';
import { submitWith, World } from './devnet-world.ts';

let world: World;
let anyContract: Contract;

beforeAll(async () => {
  world = await World.start();
  anyContract = world.contract('traceany');
});

afterAll(async () => {
  await world?.close();
  expect(world?.network.faults.map(String)).toEqual([]);
});

const recorded = readRecording<GatewayRecording>('gateway_sbe').outcome;
const recordedCode = (label: string) => {
  const { result } = recorded.find((one) => one.label === label) as { result?: { code: number } };
  return result?.code;
};

/** How many endorsements a transaction carries, and the code that its block gives it. */
async function put(key: string, options: { endorsingOrganizations?: string[] } = {}) {
  const transaction = await anyContract.newProposal('put', { arguments: [key, 'v'], ...options }).endorse();
  const commit = await transaction.submit();
  const { code, transactionId } = await commit.getStatus();
  const envelope = world.network.ledger.transaction(transactionId)?.envelope ?? new Uint8Array(0);
  return { endorsements: countEndorsements(envelope), code };
}

describe('a policy of a single key, as recorded (gateway_sbe)', () => {
  it('is set under the chaincode’s policy, found by the gateway, and enforced in the block', async () => {
    const first = await put('sbe');
    expect(first.code).toBe(recordedCode('SBE: put key first'));
    const set = await submitWith(anyContract, 'keyPolicy', ['sbe', 'ProducersMSP', 'RegulatorMSP']);
    expect(set.status.code).toBe(recordedCode('SBE: set policy AND(Producers,Regulator) under 1-of-any'));
    for (const [label, options] of [
      ['SBE: submit via gateway', {}],
      ['SBE: only Trade endorses', { endorsingOrganizations: ['TradeMSP'] }],
    ] satisfies [string, object][]) {
      const outcome = recorded.find((one) => one.label === label) as { result?: object };
      expect({ ...(await put('sbe', options)) }, label).toEqual({
        endorsements: (outcome.result as { endorsements: number }).endorsements,
        code: recordedCode(label),
      });
    }
  });

  it('is taken away by those who satisfy it', async () => {
    await put('free');
    await submitWith(anyContract, 'keyPolicy', ['free', 'BrandMSP']);
    expect((await put('free', { endorsingOrganizations: ['ProducersMSP'] })).code).toBe(10);
    expect((await submitWith(anyContract, 'keyPolicy', ['free'])).status.code).toBe(0);
    expect((await put('free', { endorsingOrganizations: ['ProducersMSP'] })).code).toBe(0);
  });

  it('that no peers of the channel can satisfy is refused by the gateway', async () => {
    await put('nobody');
    await submitWith(anyContract, 'keyPolicy', ['nobody', 'OtherMSP']);
    expect(await refusalOf(put('nobody'))).toMatchObject({
      code: 9,
      message: expect.stringContaining(
        'no combination of peers can be derived which satisfy the endorsement policy',
      ),
    });
  });

  it('that can never be read is refused where it is set', async () => {
    await put('garbage');
    expect(
      JSON.stringify(await refusalOf(submitWith(anyContract, 'policy', ['garbage', 'no policy']))),
    ).toContain('cannot be enforced');
  });
});
