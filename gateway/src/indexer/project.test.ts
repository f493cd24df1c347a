import type { ActName } from '@mengsu/chaincode/model';
import { exampleEvents } from '@mengsu/chaincode/model/testing';
import { describe, expect, it } from 'vitest';
import type { DecodedBlock } from './decode.ts';
import { project } from './project.ts';
import type { Facts, KnownShipment } from './rows.ts';
import { lawFacts } from './testing-facts.ts';
import { eventIdOf, filledEnvelope } from './testing-ledger.ts';

const recordedAt = '2026-09-01T03:31:00.500Z';

function blockOf(...acts: ActName[]): DecodedBlock {
  const events = acts.map((act, place) => {
    const event = exampleEvents[act];
    const envelope = filledEnvelope(event);
    return { id: eventIdOf(envelope), event, envelope, place, breaches: [] };
  });
  const transaction = { tx: 0, txId: 'ab', code: 0, time: recordedAt, results: [], events };
  return { number: 5, hash: 'cd', previousHash: 'ab', time: recordedAt, transactions: [transaction] };
}

const { party, lines } = exampleEvents.dispatch;
const lot = lines[0]?.lot ?? '';
const shipment: KnownShipment = {
  row: {
    id: `${party}/S-0001`,
    sender: party,
    addressee: exampleEvents.dispatch.to,
    site: 'P-01',
    carrier: null,
    departure: recordedAt,
    state: 'open',
    event: 1,
  },
  lines: [{ shipment: `${party}/S-0001`, n: 0, lot, sent: '{"count":2,"massG":36000}', returned: 0 }],
};
const facts: Facts = { ...lawFacts, shipments: new Map([[shipment.row.id, shipment]]) };
const rowsOf = (...acts: ActName[]) => project([blockOf(...acts)], facts);
const balancesOf = (act: ActName) =>
  [...rowsOf(act).balances.values()].map(({ account, party: of, place, count, mass_g }) => [
    account,
    of,
    place,
    count,
    mass_g,
  ]);
const other = exampleEvents.dispatch.to;

describe('project', () => {
  it.each(Object.keys(exampleEvents) as ActName[])('gives %s its event row', (act) => {
    const { added } = rowsOf(act);
    const { party: of, device } = exampleEvents[act];
    expect(added.events).toMatchObject([
      { ordinal: 7, act, party: of, device, block: 5, recorded_at: recordedAt },
    ]);
  });

  it.each(Object.keys(exampleEvents) as ActName[])(
    'lets every lot’s accounts sum to nothing after %s',
    (act) => {
      const sums = { count: 0, mass_g: 0, volume_ml: 0 };
      for (const entry of rowsOf(act).added.entries) {
        sums.count += entry.count;
        sums.mass_g += entry.mass_g;
        sums.volume_ml += entry.volume_ml;
      }
      expect(sums).toEqual({ count: 0, mass_g: 0, volume_ml: 0 });
    },
  );

  it('founds an organisation with its party and three devices', () => {
    const rows = rowsOf('found');
    expect(rows.organisations.get('RegulatorMSP')).toMatchObject({ party, network: 'mengsu-test' });
    expect(rows.added.devices.map(({ role }) => role)).toEqual(['registrar', 'log', 'service']);
    expect(rows.parties.get(party)).toMatchObject({ organisation: 'RegulatorMSP', roles: '[]' });
  });

  it('ends the keys that a second founding replaces', () => {
    const old = {
      msp: 'RegulatorMSP',
      network: 'n',
      party,
      registrar: 'r',
      log: 'l',
      service: 's',
      event: 0,
    };
    const rows = project([blockOf('found')], { ...facts, organisations: new Map([['RegulatorMSP', old]]) });
    expect([...rows.revoked]).toEqual([
      ['r', recordedAt],
      ['l', recordedAt],
      ['s', recordedAt],
    ]);
  });

  it('enrols parties and devices and revokes devices', () => {
    expect(rowsOf('enrolParty').parties.get(other)).toMatchObject({
      remits: '["agriculture","market"]',
      division_prefix: '1525',
    });
    expect(rowsOf('enrolDevice').added.devices).toMatchObject([
      { party, role: 'operator', revoked_at: null, valid_until: '2027-09-01T00:00:00.000Z' },
    ]);
    expect([...rowsOf('revokeDevice').revoked.keys()]).toEqual([exampleEvents.revokeDevice.subject]);
  });

  it('registers sites, categories and products', () => {
    expect(rowsOf('registerSite').added.sites).toMatchObject([{ party, code: 'P-01', kind: 'pasture' }]);
    expect(rowsOf('registerCategory').added.categories).toMatchObject([
      { code: 'lamb-carcass', measures: '["count","massG"]' },
    ]);
    expect(rowsOf('registerProduct').added.products).toMatchObject([
      { owner: party, net_content: '{"massG":500}', shelf_life_days: 365, standard: 'GB/T 9961' },
    ]);
  });

  it('brings a lot into being in its maker’s hands', () => {
    const { added } = rowsOf('commission');
    expect(added.lots).toMatchObject([{ id: lot, maker: party, best_before: '2027-09-01', event: 7 }]);
    expect(added.event_lots).toMatchObject([{ side: 'out', lot }]);
    expect(balancesOf('commission')).toEqual([
      ['made', party, 'P-01', -40, -720_000],
      ['held', party, 'P-01', 40, 720_000],
    ]);
  });

  it('uses inputs up and makes outputs', () => {
    const { added } = rowsOf('transform');
    expect(added.event_lots.map(({ side }) => side)).toEqual(['in', 'out']);
    expect(added.events[0]?.particulars).toBe(
      '{"operation":"cut","papers":["quarantine"],"process":"lamb-cut@1"}',
    );
    expect(balancesOf('transform')).toEqual([
      ['returned', party, 'PLANT-1', -2, -36_000],
      ['used', party, 'PLANT-1', 2, 36_000],
      ['made', party, 'PLANT-1', -60, -30_000],
      ['held', party, 'PLANT-1', 60, 30_000],
    ]);
  });

  it('moves between sites', () => {
    expect(balancesOf('move')).toEqual([
      ['held', party, 'P-01', -2, -36_000],
      ['held', party, 'P-02', 2, 36_000],
    ]);
  });

  it('puts a dispatch into its shipment, and takes a cancelled one out of it', () => {
    const rows = rowsOf('dispatch');
    expect([...rows.shipments.values()]).toMatchObject([
      { id: shipment.row.id, state: 'open', addressee: other },
    ]);
    expect(rows.added.events[0]).toMatchObject({
      counterparty: other,
      shipment: shipment.row.id,
      site: 'P-01',
    });
    expect(balancesOf('dispatch')).toEqual([
      ['held', party, 'P-01', -2, -36_000],
      ['transit', party, 'S-0001', 2, 36_000],
    ]);
    expect(rowsOf('cancelDispatch').shipments.get(shipment.row.id)?.state).toBe('cancelled');
    expect(balancesOf('cancelDispatch')).toEqual([
      ['transit', party, 'S-0001', -2, -36_000],
      ['held', party, 'P-01', 2, 36_000],
    ]);
  });

  it('gives the addressee what it accepted and leaves the rest in the shipment', () => {
    const rows = rowsOf('receive');
    expect(rows.shipments.get(shipment.row.id)?.state).toBe('disputed');
    expect(rows.added.events[0]).toMatchObject({ counterparty: party, site: 'S-01', site_party: other });
    expect(rows.added.event_lots[0]?.amount).toBe('{"count":2,"massG":36000}');
    expect(balancesOf('receive')).toEqual([
      ['transit', party, 'S-0001', -1, -18_000],
      ['held', other, 'S-01', 1, 18_000],
    ]);
  });

  it('settles: taken back and returned to stock, missing written off', () => {
    expect(rowsOf('settle').shipments.get(shipment.row.id)?.state).toBe('settled');
    expect(balancesOf('settle')).toEqual([
      ['transit', party, 'S-0001', -1, -18_000],
      ['held', party, 'P-01', 1, 8_000],
      ['disposed', party, 'P-01', 0, 10_000],
    ]);
  });

  it('sells and disposes out of the holding', () => {
    expect(balancesOf('sell')[1]).toEqual(['sold', party, 'S-01', 2, 36_000]);
    expect(balancesOf('dispose')[1]).toEqual(['disposed', party, 'S-01', 2, 36_000]);
    expect(rowsOf('sell').added.events[0]?.particulars).toBe('{"soldTo":"business"}');
    expect(rowsOf('dispose').added.events[0]?.particulars).toBe('{"reason":"sample"}');
  });

  it('lets an event see what the events before it in the same run did', () => {
    const rows = project([blockOf('dispatch', 'receive', 'settle')], { ...facts, shipments: new Map() });
    expect([...rows.shipments.values()]).toMatchObject([{ state: 'settled' }]);
    expect(rows.added.events.map(({ ordinal }) => ordinal)).toEqual([7, 8, 9]);
  });

  it.each(['cancelDispatch', 'receive', 'settle'] as const)('refuses %s of a shipment never sent', (act) => {
    expect(() => project([blockOf(act)], { ...facts, shipments: new Map() })).toThrow(/^CONTRADICTION/);
  });
});
