import { beforeEach, describe, expect, it } from 'vitest';
import { type CertificateRecord, keyOf } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import { breachesOf, breachesWhen, idOf, lotAt, seed, seedCertificate, seedHold } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  commissionFields,
  heads,
  lamb,
  lambWorld,
  rewrite,
  say,
  type Trader,
  type TradeWorld,
} from '../testing-trade.ts';
import { creditCode, enrol, gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
let laboratory: Trader;
const sampled = exampleDigest(80);
const qualification = () => `${at.certifier.id}/LAB-1`;

beforeEach(async () => {
  at = await lambWorld();
  const id = creditCode('12152500115000909');
  const party = { id, organisation: 'BrandMSP', roles: ['laboratory'] } as const;
  laboratory = { id, device: await enrol(at.world, at.network, party) };
  seed(at, keyOf.sample(sampled), { lot: lamb, holder: at.herder.id, site: 'PASTURE-1' });
  qualify();
});
function qualify(members: Partial<CertificateRecord> = {}): void {
  seedCertificate(at, qualification(), {
    scheme: 'laboratory',
    holder: laboratory.id,
    sites: ['LAB-1'],
    ...members,
  });
}
const verdict = (outcome: 'passed' | 'failed', members: Fields = {}): Fields => ({
  act: 'inspect',
  sample: sampled,
  lot: lamb,
  certificate: qualification(),
  verdict: outcome,
  parameters: [{ method: 'GB 5009.11', verdict: outcome }],
  report: exampleDigest(81),
  ...members,
});
const tell = (outcome: 'passed' | 'failed', members: Fields = {}) =>
  say(at, laboratory, verdict(outcome, members));

describe('inspect', () => {
  it('passes the whole lot, as a laboratory’s word', async () => {
    expect(breachesOf(await tell('passed'))).toEqual([]);
    expect(lotAt(at, lamb)).toMatchObject({ test: 'passed', inspected: true, created: heads(20) });
    expect(lotAt(at, lamb).holds).toBeUndefined();
  });

  it('fails the whole lot: a hold under the event’s id, of the regulators who watch over it where it was made', async () => {
    const other = seedHold(at, 91, keyOf.lot(lamb));
    const id = idOf(await tell('failed'));
    expect(lotAt(at, lamb)).toMatchObject({ test: 'failed', holds: [id, other].sort() });
    expect(lotAt(at, lamb).inspected).toBeUndefined();
    expect(at.world.state.at(keyOf.hold(id))).toEqual({
      by: 'law',
      remits: ['agriculture'],
      division: '152502',
      failedTest: true,
    });
  });

  it('a failure stays whatever is found afterwards, and whoever lifts the hold; a pass does not', async () => {
    await tell('passed');
    const id = idOf(await tell('failed'));
    rewrite(at, keyOf.hold(id), { releasedAt: new Date(startedAt).toISOString() });
    await tell('passed', { report: exampleDigest(82) });
    expect(lotAt(at, lamb)).toMatchObject({ test: 'failed', holds: [id] });
  });

  it('refuses who is no laboratory, and a device that is no operator’s', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, verdict('passed')));
    const { party: id, registrar: device } = at.network.BrandMSP;
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, { id, device }, verdict('passed')));
  });

  it.each<[string, Partial<CertificateRecord>]>([
    ['of another scheme', { scheme: 'organic' }],
    ['of another holder', { holder: '91152502115000202C' }],
    ['for other goods', { categories: ['raw-milk'], products: [gtin(2)] }],
    ['from a later day', { from: '2026-09-02' }],
    ['until an earlier day', { until: '2026-08-31' }],
    ['suspended', { state: 'suspended' }],
    ['withdrawn', { state: 'withdrawn' }],
  ])('refuses a qualification that is %s', async (_, members) => {
    qualify(members);
    await expectRefusal('ROLE_NOT_ALLOWED', () => tell('passed'));
    expect(lotAt(at, lamb).test).toBeUndefined();
  });

  it('takes a qualification that names the product alone; it must stand when the verdict is recorded too', async () => {
    qualify({ categories: [], products: [gtin(1)], until: '2026-09-02' });
    await tell('passed');
    at.world.nowMs = Date.parse('2026-09-02T16:00:00.000Z');
    const said = { eventTime: new Date(startedAt).toISOString() };
    await expectRefusal('ROLE_NOT_ALLOWED', () => tell('failed', said));
  });

  it('refuses the laboratory of who made the goods, or holds them', async () => {
    seed(at, keyOf.sample(sampled), { lot: lamb, holder: laboratory.id, site: 'LAB-1' });
    await expectRefusal('ROLE_NOT_ALLOWED', () => tell('passed'));
    seed(at, keyOf.sample(sampled), { lot: lamb, holder: at.plant.id, site: 'PLANT-1' });
    rewrite(at, keyOf.lot(lamb), { maker: laboratory.id });
    await expectRefusal('ROLE_NOT_ALLOWED', () => tell('passed'));
  });

  it('refuses a sample that was never taken, or is of another lot; then a lot that was undone; then no certificate', async () => {
    const none = { certificate: `${at.certifier.id}/NONE` };
    await expectRefusal('SUBJECT_UNKNOWN', () => tell('passed', { ...none, sample: exampleDigest(83) }));
    await say(at, at.herder, commissionFields(`${gtin(1)}/L2`, heads(1)));
    await expectRefusal('SUBJECT_UNKNOWN', () => tell('passed', { ...none, lot: `${gtin(1)}/L2` }));
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', () => tell('passed', none));
    rewrite(at, keyOf.lot(lamb), { reversed: undefined });
    await expectRefusal('CERTIFICATE_UNKNOWN', () => tell('passed', none));
  });

  it('holds what is made of the lot afterwards', async () => {
    await tell('failed');
    const outputs = [{ lot: `${gtin(1)}/CUT`, amount: heads(1) }];
    const split = { act: 'transform', site: 'PASTURE-1', operation: 'split', outputs };
    const inputs = [{ lot: lamb, amount: heads(1) }];
    expect(await breachesWhen(at, at.herder, { ...split, inputs })).toEqual(['ON_HOLD']);
  });
});
