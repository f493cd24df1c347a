import type { BreachCode } from '@mengsu/chaincode/model';
import { exampleDigest, exampleEvents, exampleParty } from '@mengsu/chaincode/model/testing';
import { describe, expect, it } from 'vitest';
import { balanceName } from './known.ts';
import { balancesIn, changesIn, idOf, recordedAt, rowsOf, said } from './testing-projection.ts';

const { party, lines } = exampleEvents.dispatch;
const lot = lines[0]?.lot ?? '';
const holder = exampleEvents.grantQuota.holder;

describe('projecting what is granted', () => {
  it('gives a mandate, ends it, and gives it anew', () => {
    const given = rowsOf([said('delegate')]).mandates.get(`${party}/${exampleParty(2)}`);
    expect(given).toMatchObject({ acts: '["commission","dispatch"]', ended_at: null });
    expect(changesIn(rowsOf([said('endDelegation')]))).toEqual([
      ['mandates', `${party}/${exampleParty(2)}`, { ended_at: recordedAt }],
    ]);
    expect(changesIn(rowsOf([said('endDelegation'), said('delegate')]))).toEqual([]);
  });

  it('tells a party anew without its organisation and its state', () => {
    const [change] = changesIn(rowsOf([said('changeParty')]));
    expect(change).toMatchObject(['parties', exampleParty(2), { roles: '["regulator"]' }]);
    expect(change?.[2]).not.toHaveProperty('state');
    expect(change?.[2]).not.toHaveProperty('organisation');
  });

  it('registers inputs and processes, and what the law asks of a category', () => {
    expect(rowsOf([said('registerInput')]).added.inputs).toMatchObject([
      { number: 'PD20150001', kind: 'pesticide', intervals: '{"crop":14,"eggs":0,"meat":28,"milk":7}' },
    ]);
    expect(rowsOf([said('registerProcess')]).added.processes).toMatchObject([
      { id: 'lamb-slaughter@1', principal: '["lamb-live"]' },
    ]);
    const [category] = rowsOf([said('registerCategory')]).added.categories;
    expect(JSON.parse(category?.rules ?? '')).toMatchObject({ stage: 2, use: 'meat', tests: ['sell'] });
  });

  it('issues a certificate, certifies a site, grants a quota of the category’s commodity', () => {
    expect(rowsOf([said('issueCertificate')]).added.certificates).toMatchObject([
      { id: `${party}/MZB-2026-0001`, issuer: party, scheme: 'mengzibiao', holder, state: 'active' },
    ]);
    expect([...rowsOf([said('certifySite')]).capacities.values()]).toMatchObject([
      { party: holder, site: 'P-01', commodity: 'sheep' },
    ]);
    expect(rowsOf([said('grantQuota')]).added.quotas).toMatchObject([
      { party: holder, site: 'P-01', commodity: 'sheep', season: '2026', state: 'active' },
    ]);
  });

  it('refuses a quota of a category that was never registered', () => {
    expect(() => rowsOf([said('grantQuota')], { categories: new Map() })).toThrow(/^CONTRADICTION/);
  });

  it('restricts and reinstates certificates, quotas, parties and sites', () => {
    const site = { kind: 'site', holder, site: 'P-01' } as const;
    const rows = rowsOf([
      said('restrict'),
      said('restrict', { subject: { kind: 'party', party: holder }, to: 'withdrawn' }),
      said('restrict', { subject: site }),
      said('reinstate', { subject: site }),
      said('reinstate'),
    ]);
    expect(changesIn(rows)).toEqual([
      ['certificates', `${exampleParty(4)}/MZB-2026-0001`, { state: 'suspended' }],
      ['parties', holder, { state: 'withdrawn' }],
      ['sites', `${holder}/P-01`, { state: 'active' }],
      ['quotas', `${holder}/P-01/sheep/2026`, { state: 'active' }],
    ]);
  });
});

describe('projecting what is done with goods', () => {
  it('takes goods into the books as a lot of the party, without a claim', () => {
    const rows = rowsOf([said('admit')]);
    expect(rows.added.lots).toMatchObject([{ id: lot, maker: party, site: 'S-01' }]);
    expect(rows.added.lot_claims).toEqual([]);
    expect(balancesIn(rows)).toEqual([
      ['made', party, 'S-01', -3, -54_000],
      ['held', party, 'S-01', 3, 54_000],
    ]);
  });

  it('puts what was made against a rule on hold under the event’s id, and opens a case', () => {
    const event = said('commission');
    const rows = rowsOf([{ event, breaches: ['OVER_QUOTA'] }]);
    expect(rows.added.holds).toMatchObject([
      { id: idOf(event), scope: 'lots', placed_by: 'law', reason: 'breach', released_at: null },
    ]);
    expect(rows.added.hold_lots).toEqual([{ hold: idOf(event), lot }]);
    expect(rows.added.cases).toMatchObject([
      { event: 7, act: 'commission', party, lots: `["${lot}"]`, breaches: '["OVER_QUOTA"]' },
    ]);
    expect(rows.added.lot_claims).toEqual([]);
  });

  it('holds nothing for what costs claims alone', () => {
    const rows = rowsOf([{ event: said('commission'), breaches: ['LATE'] }]);
    expect(rows.added.holds).toEqual([]);
    expect(rows.added.cases).toHaveLength(1);
  });

  it('loads onto a unit, sends the unit, and takes a cancelled one back loose', () => {
    const { unit } = exampleEvents.load;
    const load = said('load');
    const sent = said('dispatch', { lines: [{ lot, amount: { count: 2, massG: 36_000 }, unit }] });
    expect(balancesIn(rowsOf([load]))).toEqual([
      ['held', party, 'P-01', -2, -36_000],
      ['loaded', party, unit, 2, 36_000],
    ]);
    expect(balancesIn(rowsOf([load, said('unload')]))).toEqual([]);
    const rows = rowsOf([load, sent]);
    expect(balancesIn(rows).at(-1)).toEqual(['transit', party, 'S-0001', 2, 36_000]);
    expect(changesIn(rows)).toEqual([['units', `${party}/${unit}`, { sent: 1 }]]);
    expect(balancesIn(rowsOf([load, sent, said('cancelDispatch')]))).toEqual([]);
  });

  it('adds a lot’s loose goods and its units up to one line of the shipment', () => {
    const { unit } = exampleEvents.load;
    const amount = { count: 2, massG: 36_000 };
    const sent = said('dispatch', {
      lines: [
        { lot, amount },
        { lot, amount, unit },
      ],
    });
    expect(rowsOf([sent]).added.shipment_lines).toEqual([
      { shipment: `${party}/S-0001`, n: 0, lot, sent: '{"count":4,"massG":72000}', returned: 0 },
    ]);
  });

  it('keeps what customers gave back apart, from hand to hand', () => {
    const back = rowsOf([said('takeBack')]);
    expect(balancesIn(back)).toEqual([
      ['sold', party, 'S-01', -2, -36_000],
      ['returned', party, 'S-01', 2, 36_000],
    ]);
    const amount = { count: 2, massG: 36_000 };
    const sent = said('dispatch', { lines: [{ lot, amount, returned: true }] });
    const rows = rowsOf([sent, said('receive')]);
    expect(balancesIn(rows)[0]).toEqual(['returned', party, 'P-01', -2, -36_000]);
    expect(balancesIn(rows).at(-1)).toEqual(['returned', exampleParty(2), 'S-01', 1, 18_000]);
    const settled = rowsOf([sent, said('receive'), said('settle')]);
    expect(balancesIn(settled)).toContainEqual(['returned', party, 'P-01', -1, -28_000]);
    const gone = rowsOf([said('dispose', { lines: [{ lot, amount, returned: true }] })]);
    expect(balancesIn(gone)[0]).toEqual(['returned', party, 'S-01', -2, -36_000]);
  });

  it('makes remedied goods stock again, and tells what was found', () => {
    const rows = rowsOf([said('remedy')]);
    expect(balancesIn(rows)).toEqual([
      ['returned', party, 'S-01', -1, -500],
      ['held', party, 'S-01', 1, 500],
    ]);
    expect(rows.added.recall_responses).toMatchObject([{ recall: exampleDigest(60), party, site: 'S-01' }]);
  });

  it('counts the books down and up to what was counted, against the contra account', () => {
    const account = { lot, account: 'held', party, place: 'S-01' } as const;
    const row = { ...account, count: 5, mass_g: 90_000, volume_ml: 0 };
    const balances = new Map([[balanceName(account), row]]);
    const count = (counted: { count: number; massG: number }) =>
      said('recount', { lines: [{ lot, counted }] });
    expect(balancesIn(rowsOf([count({ count: 4, massG: 91_000 })], { balances }))).toEqual([
      ['held', party, 'S-01', -1, 1_000],
      ['recounted', party, 'S-01', 1, -1_000],
    ]);
    const twice = rowsOf([count({ count: 4, massG: 90_000 }), count({ count: 5, massG: 90_000 })], {
      balances,
    });
    expect(balancesIn(twice)).toEqual([]);
    expect(twice.added.entries).toHaveLength(4);
  });

  it('holds goods that were sent against a rule, and those of a held party', () => {
    const held = (breaches: Parameters<typeof rowsOf>[0], facts = {}) => rowsOf(breaches, facts).added.holds;
    expect(held([{ event: said('dispatch'), breaches: ['EXPIRED'] }])).toMatchObject([
      { scope: 'goods', placed_by: 'law' },
    ]);
    // The lot has a hold of its own already.
    expect(held([{ event: said('dispatch'), breaches: ['ON_HOLD'] }])).toEqual([]);
    const partyHolds = new Map([[exampleDigest(70), party]]);
    expect(held([{ event: said('dispatch'), breaches: ['ON_HOLD'] }], { partyHolds })).toHaveLength(1);
    const released = said('release', { hold: exampleDigest(70) });
    expect(held([released, { event: said('dispatch'), breaches: ['ON_HOLD'] }], { partyHolds })).toEqual([]);
  });

  it('holds goods that were taken without what should have come with them, as far as they were taken', () => {
    const taken = said('receive');
    const rowsFor = (breaches: readonly BreachCode[]) =>
      rowsOf([said('dispatch'), { event: taken, breaches }]).added;
    const { holds, hold_lots } = rowsFor(['PAPER_MISSING']);
    expect(holds).toMatchObject([{ id: idOf(taken), scope: 'goods', placed_by: 'law', reason: 'breach' }]);
    const accepted = taken.lines.filter((line) => line.accepted);
    expect(hold_lots).toEqual(accepted.map((line) => ({ hold: idOf(taken), lot: line.lot })));
    expect(hold_lots.length).toBeGreaterThan(0);
    expect(rowsFor(['LATE']).holds).toEqual([]);
  });
});

describe('projecting tests, papers and codes', () => {
  it('tells treatments of a lot and of a site', () => {
    expect(rowsOf([said('treat')]).added.treatments).toMatchObject([
      { party, site: 'P-01', lot, input: 'PD20150001', dose_milli: 2500, dose_unit: 'mL' },
    ]);
    const { lot: _, ...ofSite } = said('treat');
    const rows = rowsOf([ofSite]);
    expect(rows.added.treatments).toMatchObject([{ lot: null }]);
    expect(rows.added.event_lots).toEqual([]);
  });

  it('tells samples and verdicts; a failed one holds the lot', () => {
    expect(rowsOf([said('sample')]).added.samples).toMatchObject([
      { lot, inspector: party, holder, purpose: 'spotCheck', retained: 1 },
    ]);
    const passed = rowsOf([said('inspect')]);
    expect(passed.added.inspections).toMatchObject([
      { lot, party, verdict: 'passed', sample: exampleDigest(58) },
    ]);
    expect(passed.added.holds).toEqual([]);
    const failed = said('inspect', { verdict: 'failed' });
    expect(rowsOf([failed]).added.holds).toMatchObject([
      { id: idOf(failed), scope: 'lots', placed_by: 'law', reason: 'failedTest' },
    ]);
  });

  it('lets a holder’s failed test hold only what it holds, the maker’s the lot', () => {
    const makers = new Map([[lot, exampleParty(9)]]);
    const own = new Map([[lot, party]]);
    expect(rowsOf([said('selfTest')], { makers }).added.holds).toMatchObject([
      { scope: 'holding', party, site: 'P-01' },
    ]);
    expect(rowsOf([said('selfTest')], { makers: own }).added.holds).toMatchObject([{ scope: 'lots' }]);
    expect(rowsOf([said('admit'), said('selfTest')]).added.holds).toMatchObject([{ scope: 'lots' }]);
  });

  it('tells declarations and revokes a corrected one', () => {
    const declared = said('declare');
    expect(rowsOf([declared]).added.declarations).toMatchObject([
      { id: idOf(declared), lot, form: 1, basis: 'qualityControl', revoked_at: null },
    ]);
    const { reverse: _, ...correct } = said('correct', { event: idOf(declared), reason: 'revoked' });
    const rows = rowsOf([declared, correct]);
    expect(changesIn(rows)).toEqual([['declarations', idOf(declared), { revoked_at: recordedAt }]]);
    expect(rows.added.corrections).toEqual([{ corrected: 7, reason: 'revoked', reversed: 0, event: 8 }]);
  });

  it('tells code sets and the ranges that were activated and voided', () => {
    const rows = rowsOf([said('issueCodes'), said('activateCodes'), said('voidCodes')]);
    expect(rows.added.code_sets).toMatchObject([{ party, lot, number: 1, count: 1000 }]);
    expect(rows.added.code_ranges).toMatchObject([
      { first: 0, last: 499, reason: null },
      { first: 3, last: 3, reason: 'spoilt' },
    ]);
  });
});

describe('projecting oversight', () => {
  it('places holds on lots, on a holding and on a party, and releases them', () => {
    const placed = said('hold');
    const rows = rowsOf([placed, said('release', { hold: idOf(placed) })]);
    expect(rows.added.holds).toMatchObject([{ id: idOf(placed), scope: 'lots', placed_by: party }]);
    expect(rows.added.hold_lots).toEqual([{ hold: idOf(placed), lot }]);
    expect(changesIn(rows)).toEqual([
      ['holds', idOf(placed), { released_at: recordedAt, released_by: party, release_reason: 'cleared' }],
    ]);
    const subject = { kind: 'party', party: holder } as const;
    expect(rowsOf([said('hold', { subject })]).added).toMatchObject({
      holds: [{ scope: 'party', party: holder, site: null }],
      hold_lots: [],
    });
    const holding = { kind: 'holding', party: holder, site: 'P-01', lots: [lot] } as const;
    expect(rowsOf([said('hold', { subject: { ...holding, lots: [lot] } })]).added.holds).toMatchObject([
      { scope: 'holding', party: holder, site: 'P-01' },
    ]);
  });

  it('opens recalls, hears answers and closes them; a drill touches no lot', () => {
    const drill = rowsOf([said('recall')]);
    expect(drill.added.recalls).toMatchObject([{ level: 2, drill: 1, closed_at: null }]);
    expect(drill.added.recall_lots).toHaveLength(2);
    expect(drill.added.event_lots).toEqual([]);
    const { drill: _, ...real } = said('recall');
    const recall = idOf(real);
    const rows = rowsOf([real, said('acknowledge', { recall }), said('closeRecall', { recall })]);
    expect(rows.added.recalls).toMatchObject([{ id: recall, drill: 0 }]);
    expect(rows.added.event_lots).toHaveLength(2);
    expect(rows.added.recall_responses).toMatchObject([{ recall, party, site: null }]);
    expect(changesIn(rows)).toEqual([['recalls', recall, { closed_at: recordedAt, outcome: 'complete' }]]);
  });

  it('gives orders and hears their answers', () => {
    const order = said('order');
    const rows = rowsOf([order, said('answerOrder', { order: idOf(order) })]);
    expect(rows.added.orders).toMatchObject([{ id: idOf(order), subject: holder, matter: 'records' }]);
    expect(changesIn(rows)).toEqual([
      ['orders', idOf(order), { answered_at: recordedAt, answer: exampleDigest(66) }],
    ]);
  });
});

describe('projecting corrections', () => {
  it.each(['commission', 'admit', 'transform', 'move', 'load', 'recount'] as const)(
    'undoes exactly what %s did',
    (act) => {
      const event = said(act);
      const rows = rowsOf([event, said('correct', { event: idOf(event) })]);
      expect(balancesIn(rows)).toEqual([]);
      expect(rows.added.corrections).toMatchObject([{ corrected: 7, reversed: 1, event: 8 }]);
    },
  );

  it('gives a quota back what was drawn from it', () => {
    const event = said('commission');
    const rows = rowsOf([event, said('correct', { event: idOf(event) })]);
    expect(rows.added.quota_uses).toMatchObject([
      { event: 7, count: 40, mass_g: 720_000 },
      { event: 8, count: -40, mass_g: -720_000 },
    ]);
  });

  it('opens a shipment again whose receipt is undone, and cancels one that was never sent', () => {
    const sent = said('dispatch');
    const got = said('receive');
    const again = rowsOf([sent, got, said('correct', { event: idOf(got) })]);
    expect([...again.shipments.values()]).toMatchObject([{ state: 'open' }]);
    expect(balancesIn(again)).toEqual(balancesIn(rowsOf([sent])));
    const never = rowsOf([sent, said('correct', { event: idOf(sent) })]);
    expect([...never.shipments.values()]).toMatchObject([{ state: 'cancelled' }]);
    expect(balancesIn(never)).toEqual([]);
  });

  it('marks without undoing where that is not asked, and knows events of earlier blocks', () => {
    const event = said('sell');
    const { reverse: _, ...mark } = said('correct', { event: idOf(event) });
    const rows = rowsOf([event, mark]);
    expect(balancesIn(rows)).toEqual(balancesIn(rowsOf([event])));
    expect(balancesIn(rowsOf([said('correct')]))).toEqual([
      ['held', party, 'P-01', 2, 36_000],
      ['held', party, 'P-02', -2, -36_000],
    ]);
  });

  it('refuses a correction of what was never recorded', () => {
    expect(() => rowsOf([said('correct')], { corrected: new Map() })).toThrow(/^CONTRADICTION/);
  });
});
