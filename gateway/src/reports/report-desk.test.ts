import { gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { digestIndex } from '../store/digest.ts';
import type { Store } from '../store/open-store.ts';
import { tellStory } from '../store/queries/testing-story.ts';
import { describeStores } from '../store/testing.ts';
import { ReportSchema } from './report.ts';
import { ReportLimits, reportRates } from './report-limits.ts';
import { makeReport, makeTestDesk, secretContact, secretWords } from './testing-reports.ts';

const address = '192.0.2.1';
/** Four days: the clock of the first is 2026-09-16. */
const monday = () => new Date('2026-09-07T03:00:00.000Z');
const enrolRegulator = (
  store: Store,
  id: string,
  prefix: string | null,
  remits: string | null,
  state = 'active',
) =>
  store.db
    .insertInto('parties')
    .values({
      id,
      organisation: 'RegulatorMSP',
      roles: '["regulator"]',
      division: '152500',
      names: null,
      remits,
      division_prefix: prefix,
      state,
      event: 0,
    })
    .execute();

describeStores('the desk for reports', ({ open }) => {
  it('keeps words and contact sealed, so that no row has them', async () => {
    const store = await open();
    const desk = makeTestDesk(store, { now: monday });
    const state = await desk.receive(makeReport(), address);
    expect(state).toEqual({
      receipt: state.receipt,
      receivedAt: '2026-09-07T03:00:00.000Z',
      dueOn: '2026-09-16',
      keepUntil: '2027-09-07T03:00:00.000Z',
    });
    await desk.answer('anna', state.receipt, '已转交');
    const raw = JSON.stringify(await store.db.selectFrom('reports').selectAll().execute());
    for (const secret of [secretWords, secretContact, '已转交', address]) expect(raw).not.toContain(secret);
    expect(await desk.show('anna', state.receipt)).toMatchObject({
      text: secretWords,
      contact: secretContact,
      answer: '已转交',
    });
  });

  it('gives one receipt for one form, however often and however close together it arrives', async () => {
    const store = await open();
    const desk = makeTestDesk(store);
    const report = makeReport();
    const first = await Promise.all([desk.receive(report, address), desk.receive(report, address)]);
    const again = await desk.receive({ ...report, text: 'another text' }, address);
    expect(new Set([...first, again].map(({ receipt }) => receipt)).size).toBe(1);
    expect(await store.db.selectFrom('reports').selectAll().execute()).toHaveLength(1);
  });

  it('goes by the place of the lot to the regulators over it whose remit it is, the nearest first', async () => {
    const store = await open();
    const { lots } = await tellStory(store);
    await store.db.deleteFrom('parties').where('division_prefix', 'is not', null).execute();
    await enrolRegulator(store, 'COUNTY', '152502', '["market"]');
    await enrolRegulator(store, 'LEAGUE', '1525', '["market","grain"]');
    await enrolRegulator(store, 'ELSEWHERE', '1526', '["market"]');
    await enrolRegulator(store, 'OTHER-REMIT', '1525', '["customs"]');
    await enrolRegulator(store, 'SUSPENDED', '15', '["market"]', 'suspended');
    await store.db.updateTable('categories').set({ remits: '["market"]' }).execute();
    await store.db.updateTable('sites').set({ division: '152502' }).execute();
    const desk = makeTestDesk(store);
    const named = { code: gtinOf(lots.cuts), lot: lotNumberOf(lots.cuts) };
    const complaint = await desk.receive(makeReport(named), address);
    const disclosure = await desk.receive(makeReport({ ...named, kind: 'disclosure' }), address);
    expect(await desk.show('anna', complaint.receipt)).toMatchObject({
      regulators: ['COUNTY', 'LEAGUE'],
      code: `${named.code} ${named.lot}`,
      maker: expect.stringMatching(/./),
    });
    const opened = await desk.show('anna', disclosure.receipt);
    expect(opened?.regulators).toEqual(['COUNTY', 'LEAGUE']);
    expect(opened?.maker, 'a disclosure names no maker to send it to').toBeUndefined();
    expect(disclosure.dueOn).toBeUndefined();
  });

  it('takes a code that is not on the ledger, and refuses one that is none', async () => {
    const desk = makeTestDesk(await open());
    const { receipt } = await desk.receive(makeReport({ code: '09521500000129', lot: 'L-1' }), address);
    expect(await desk.show('anna', receipt)).toMatchObject({ code: '09521500000129 L-1', regulators: [] });
    for (const code of ['09521500000128', 'L-1', 'https://x.example/'])
      await expect(desk.receive(makeReport({ code }), address)).rejects.toMatchObject({
        code: 'CODE_INVALID',
      });
  });

  it('takes five an hour and twenty a day of one address, and not more of all than it can read', async () => {
    let at = Date.parse('2026-09-07T00:00:00.000Z');
    const desk = makeTestDesk(await open(), { now: () => new Date(at) });
    const refused = { code: 'RATE_LIMITED' };
    for (let hour = 0; hour < 4; hour++) {
      for (let count = 0; count < 5; count++) await desk.receive(makeReport(), address);
      await expect(desk.receive(makeReport(), address)).rejects.toMatchObject(refused);
      at += 3_600_000;
    }
    await expect(desk.receive(makeReport(), address)).rejects.toMatchObject({
      ...refused,
      headers: { 'Retry-After': String(20 * 3600) },
    });
    await desk.receive(makeReport(), '192.0.2.2');
    at += 21 * 3_600_000;
    await desk.receive(makeReport(), address);
  });

  it('is full at its bound, and still answers for what it has', async () => {
    const desk = makeTestDesk(await open(), { reportsMax: 1 });
    const report = makeReport();
    const { receipt } = await desk.receive(report, address);
    await expect(desk.receive(makeReport(), address)).rejects.toMatchObject({ code: 'REPORTS_FULL' });
    expect((await desk.receive(report, address)).receipt).toBe(receipt);
  });

  it('writes down every look before anything is opened', async () => {
    const store = await open();
    const desk = makeTestDesk(store, { now: monday });
    const { receipt } = await desk.receive(makeReport(), address);
    await desk.find(receipt);
    await desk.list('anna');
    await desk.show('bo', receipt);
    await desk.show('bo', 'T0000000000000');
    await desk.answer('bo', receipt, 'x');
    const looks = await store.db.selectFrom('report_looks').select(['who', 'what', 'receipt']).execute();
    expect(looks.map(({ who, what, receipt: of }) => `${who} ${what} ${of}`).toSorted()).toEqual(
      ['anna list ', `bo answer ${receipt}`, `bo show ${receipt}`].toSorted(),
    );
    expect(JSON.stringify(await desk.list('anna'))).not.toContain(secretWords);
  });

  it('answers once, and forgets what is past its day', async () => {
    let at = monday();
    const store = await open();
    const desk = makeTestDesk(store, { now: () => at, keepDays: 30 });
    const { receipt } = await desk.receive(makeReport(), address);
    expect(await desk.answer('bo', receipt, 'first')).toBe(true);
    expect(await desk.answer('bo', receipt, 'second')).toBe(false);
    expect(await desk.find(receipt)).toHaveProperty('answeredAt');
    expect((await desk.show('bo', receipt))?.answer).toBe('first');
    at = new Date(monday().getTime() + 29 * 86_400_000);
    expect(await desk.sweep()).toBe(0);
    at = new Date(monday().getTime() + 30 * 86_400_000);
    expect(await desk.find(receipt), 'gone also before it is swept').toBeUndefined();
    expect(await desk.sweep()).toBe(1);
    expect(await store.db.selectFrom('reports').selectAll().execute()).toEqual([]);
  });

  it('is no part of the index', async () => {
    const store = await open();
    const before = await digestIndex(store);
    await makeTestDesk(store).receive(makeReport(), address);
    expect(await digestIndex(store)).toBe(before);
  });
});

it('takes 500 an hour of all addresses together', () => {
  const limits = new ReportLimits();
  for (let count = 0; count < reportRates.hourMax; count++)
    limits.count(`198.51.100.${count}`, 1_000 + count);
  expect(() => limits.count('192.0.2.9', 2_000)).toThrow('no more reports');
  expect(() => limits.count('192.0.2.9', 3_600_000 + 1_000)).not.toThrow();
});

describe('a report is refused', () => {
  it.each([
    ['of no kind', { kind: 'praise' }],
    ['about nothing', { matter: '' }],
    ['without words', { text: ' \n ' }],
    ['of over 1,000 characters', { text: '长'.repeat(1_001) }],
    ['with a contact that cannot be answered', { contact: 'call me' }],
    ['with a long contact', { contact: `a@${'b'.repeat(100)}.example` }],
    ['without a nonce', { nonce: '' }],
    ['with a field more', { admin: true }],
    ['with a long code', { code: 'x'.repeat(501) }],
  ])('%s', (_, changes) => {
    expect(ReportSchema.safeParse({ ...makeReport(), ...changes }).success).toBe(false);
  });

  it('and not for a character more than a byte: 1,000 are 1,000', () => {
    expect(ReportSchema.safeParse({ ...makeReport(), text: '𠀀'.repeat(1_000) }).success).toBe(true);
  });
});
