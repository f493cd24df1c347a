import { MengsuClient } from '@mengsu/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnGateway, startOwnGateway } from '../../demo/src/run/own-gateways.ts';
import { FoundedNetwork, type Producer, sign } from '../system/founded-network.ts';
import { liveDigest, untilQuiet } from '../system/index-digest.ts';
import type { Msp } from '../system/ledger-hand.ts';
import { getJson, type RunningSystem, runSystem } from '../system/running-system.ts';

const others: readonly Msp[] = ['TradeMSP', 'BrandMSP', 'RegulatorMSP'];
const producersCount = 8;
const lotsOfEach = 6;

let system: RunningSystem;
let gateways: OwnGateway[];
let network: FoundedNetwork;
let producers: readonly Producer[];

beforeAll(async () => {
  system = await runSystem({ isAlone: true });
  gateways = await Promise.all(others.map((mspId) => startOwnGateway(system.places, mspId)));
  network = await FoundedNetwork.on(system);
  producers = await network.enrolProducers(producersCount);
});
afterAll(async () => {
  await Promise.all((gateways ?? []).map((gateway) => gateway.stop()));
  await system?.remove();
});

/** The first is the gateway of ProducersMSP. */
const all = () => [system, ...gateways];
const clientOf = (place: number): MengsuClient => new MengsuClient(all()[place % all().length]?.url ?? '');

const harvestOf = async ({ device, gtin, sites }: Producer, lot: string) =>
  sign(device, {
    act: 'commission',
    site: sites[0],
    lot: `${gtin}/${lot}`,
    amount: { count: 1, massG: 18_000 },
  });

async function digests(): Promise<string[]> {
  await Promise.all(all().map((gateway) => untilQuiet(gateway)));
  const found: string[] = [];
  for (const gateway of all()) found.push(await liveDigest(gateway));
  return found;
}

const answerOf = (lot: { readonly gtin: string; readonly lot: string }, place: number) =>
  clientOf(place).lot(lot.gtin, lot.lot);

describe('four organisations, each with a gateway and a store of its own', () => {
  it('write at once, and all of them have the same index', async () => {
    await Promise.all(
      producers.map(async (producer, place) => {
        for (let count = 0; count < lotsOfEach; count += 1) {
          const event = await harvestOf(producer, `L${count}`);
          const { results } = await clientOf(place + count).postEvents({ mode: 'each', events: [event] });
          expect(results).toMatchObject([{ status: 'recorded' }]);
        }
      }),
    );
    const [first, ...rest] = await digests();
    expect(rest).toEqual([first, first, first]);
    const [producer] = producers;
    const lot = { gtin: producer?.gtin ?? '', lot: 'L0' };
    const told = await Promise.all([0, 1, 2, 3].map((place) => answerOf(lot, place)));
    expect(new Set(told.map((answer) => JSON.stringify({ ...answer, canonicalUrl: '' }))).size).toBe(1);
  });

  it('record an event once that is handed to all four at the same time', async () => {
    for (const [round, producer] of producers.entries()) {
      const event = await harvestOf(producer, `R${round}`);
      const answers = await Promise.all(
        [0, 1, 2, 3].map((place) => clientOf(place).postEvents({ mode: 'each', events: [event] })),
      );
      const places = answers.map(({ results: [result] }) => ({
        status: result?.status,
        block: result?.block,
      }));
      expect(places.every(({ status }) => status === 'recorded' || status === 'exists')).toBe(true);
      // A gateway whose index is not there yet knows that it exists, and not where.
      expect(new Set(places.flatMap(({ block }) => block ?? [])).size).toBe(1);
    }
  });

  it('go on without the one that is killed, which finds by itself what it has missed', async () => {
    const [trade] = gateways;
    if (!trade) throw new RangeError('three gateways were started');
    const [producer] = producers;
    if (!producer) throw new RangeError('producers were enrolled');
    process.kill(trade.pid, 'SIGKILL');
    for (let count = 0; count < 4; count += 1) {
      const { results } = await clientOf(0).postEvents({
        mode: 'each',
        events: [await harvestOf(producer, `K${count}`)],
      });
      expect(results).toMatchObject([{ status: 'recorded' }]);
    }
    await trade.untilReady();
    const [first, ...rest] = await digests();
    expect(rest).toEqual([first, first, first]);
  });

  it('agree that the ledger holds what the law gives', async () => {
    for (const gateway of all()) expect(await getJson(gateway, '/api/alarms')).toEqual({ alarms: [] });
  });
});
