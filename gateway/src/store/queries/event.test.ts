import { exampleDigest } from '@mengsu/chaincode/model/testing';
import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../indexer/testing-ledger.ts';
import { registrar, TestWorld } from '../../indexer/testing-world.ts';
import { describeStores } from '../testing.ts';
import { readDeviceChain } from './device-chain.ts';
import { readDevices } from './devices.ts';
import { readEvent } from './event.ts';
import { readRecorded } from './event-status.ts';
import { readHead } from './head.ts';
import { inGroups } from './in-groups.ts';
import { readParties } from './parties.ts';
import { fail, herder, tellStory, write } from './testing-story.ts';

describeStores('events and devices', (stores) => {
  it('answers for an event, with its envelope as it was signed', async () => {
    const { store, events } = await tellStory(await stores.open());
    const id = eventIdOf(events[1] ?? fail());
    const answer = await store.read((db) => readEvent(db, id));
    expect(answer).toMatchObject({ id, act: 'dispatch', party: herder.party, device: herder.device });
    expect(answer).toMatchObject({ block: 1, txId: 'tx-1', place: 1, breaches: [], envelope: events[1] });
    expect(await store.read((db) => readEvent(db, exampleDigest(9)))).toBeUndefined();
  });

  it('tells which events are recorded', async () => {
    const { store, events } = await tellStory(await stores.open());
    const ids = events.map(eventIdOf);
    const known = await store.read((db) => readRecorded(db, [...ids, exampleDigest(9)]));
    expect([...known.keys()].sort()).toEqual([...ids].sort());
    expect(known.get(ids[0] ?? '')).toMatchObject({ block: 1, breaches: [] });
  });

  it('answers for devices and parties, revocations too', async () => {
    const { store } = await tellStory(await stores.open());
    const devices = await store.read((db) => readDevices(db, [herder.device, exampleDigest(9)]));
    expect([...devices.values()]).toMatchObject([{ party: herder.party, role: 'operator' }]);
    const parties = await store.read((db) => readParties(db, [herder.party, 'nobody']));
    expect([...parties.values()]).toMatchObject([{ id: herder.party, organisation: 'ProducersMSP' }]);
  });

  it('finds gaps and forks in the chain of a device', async () => {
    const store = await stores.open();
    const world = new TestWorld();
    const founding = world.founding();
    const lot = { act: 'commission', party: herder.party, site: 'S-1', amount: { count: 1 } };
    const at = (sequence: number, previous: string | null, name: string) =>
      world.event(herder.device, { ...lot, lot: `${herder.gtin}/${name}`, sequence, previous });
    const regular = world.commission(herder, { count: 1, massG: 1 });
    const twin = at(4, exampleDigest(8), 'TWIN');
    const late = at(9, exampleDigest(8), 'LATE');
    await write(store, founding, [regular, twin, late]);
    const chain = await store.read((db) => readDeviceChain(db, herder.device));
    expect(chain).toMatchObject({ sequenceMax: 9, gaps: [{ from: 5, to: 8 }], truncated: false });
    expect(chain.forks).toEqual([{ sequence: 4, events: [eventIdOf(regular), eventIdOf(twin)].sort() }]);
    const whole = await store.read((db) => readDeviceChain(db, registrar));
    expect(whole).toMatchObject({ gaps: [], forks: [] });
  });

  it('knows no head before the first block', async () => {
    const store = await stores.open();
    expect(await store.read(readHead)).toBeUndefined();
  });
});

describe('inGroups', () => {
  it('asks for each value once, in bounded groups, and not at all for none', async () => {
    const asked: number[] = [];
    const ask = async (group: readonly number[]) => {
      asked.push(group.length);
      return group;
    };
    const values = Array.from({ length: 2500 }, (_, index) => index);
    expect(await inGroups([...values, ...values], ask)).toEqual(values);
    expect(asked).toEqual([1000, 1000, 500]);
    expect(await inGroups([], ask)).toEqual([]);
    expect(asked).toHaveLength(3);
  });
});
