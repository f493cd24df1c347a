import { describe, expect, it } from 'vitest';
import type { ProvenLot } from '../verify/index.ts';
import { wayLimits } from '../views/shown-way.ts';
import { isAheadOf, isAlarming, judgePage, rowsMin } from './judge-page.ts';
import type { ShownPage, ShownStep } from './shown-page.ts';
import {
  failedEvent,
  lot,
  madeEvent,
  madeRow,
  parent,
  proven,
  saidAt,
  soldEvent,
  soldRow,
  tellVerdict,
  truePage,
} from './testing-proven.ts';

const holdEvent = proven({ act: 'hold', subject: { kind: 'lots', lots: [lot] } });
const mark = { id: holdEvent.id, lot };

describe('a page', () => {
  it('that says what is proven raises no alarm', () => {
    const judgement = judgePage(truePage, tellVerdict());
    expect(judgement).toMatchObject({
      differences: [],
      missing: [],
      leftOut: 0,
      hidden: [],
      isComplete: true,
      unprovenParents: 0,
    });
    expect(judgement.rows.map(({ kind }) => kind)).toEqual(['proven']);
    expect(new Set([...judgement.facts, ...judgement.parts])).toEqual(new Set(['proven']));
    expect(isAlarming(judgement)).toBe(false);
  });

  it('of another lot than the proof is refused', () => {
    expect(() => judgePage({ ...truePage, lot: parent }, tellVerdict())).toThrow(TypeError);
    expect(() => judgePage(truePage, { ...tellVerdict(), lots: new Map() })).toThrow('another lot');
  });

  it.each<readonly [string, Partial<ShownPage>, string]>([
    ['another heading', { heading: '牛肉' }, 'product'],
    ['a word in its heading', { heading: '有机羊肉' }, 'product'],
    ['another owner', { owner: '别家公司' }, 'who'],
    ['a mark that the lot does not have', { claims: ['绿色食品', '有机产品'] }, 'claim'],
    ['another maker', { facts: [{ label: '生产者', text: '别家公司' }] }, 'fact'],
    ['another origin', { facts: [{ label: '原料产地', text: '阿拉善左旗' }] }, 'fact'],
    ['another day of making', { facts: [{ label: '生产日期', text: '2026年9月9日' }] }, 'fact'],
    ['another content', { facts: [{ label: '净含量', text: '600 g' }] }, 'fact'],
    ['another number', { facts: [{ label: '批次号', text: 'L2' }] }, 'fact'],
    [
      'another amount made',
      { parts: [{ label: '产出总量', exact: '61 pieces, 30000 g', text: '61 件 · 30 kg' }] },
      'fact',
    ],
    [
      'an amount in stock that differs from itself',
      { parts: [{ label: '在库', exact: '5 pieces', text: '6 件' }] },
      'fact',
    ],
  ])('is alarming with %s', (_, change, what) => {
    const judgement = judgePage({ ...truePage, ...change }, tellVerdict());
    expect(judgement.differences.map((one) => one.what)).toEqual([what]);
    expect(isAlarming(judgement)).toBe(true);
  });

  it('may say what no record says: it is stated', () => {
    const judgement = judgePage(
      {
        ...truePage,
        facts: [{ label: '品类', text: '羊肉' }],
        parts: [{ label: '在库', exact: '5 pieces', text: '5 件' }],
      },
      tellVerdict(),
    );
    expect(judgement.facts).toEqual(['stated']);
    expect(judgement.parts).toEqual(['stated']);
    expect(isAlarming(judgement)).toBe(false);
  });

  it('tells what was sold, unless it knows more than the witness', () => {
    const sold = { label: '已售', exact: '10 pieces, 5000 g', text: '10 件 · 5 kg' };
    const less = { ...sold, exact: '1 pieces', text: '1 件' };
    const verdict = tellVerdict({ more: [soldEvent], checkpoint: { time: saidAt } });
    const steps = [madeRow, soldRow];
    expect(judgePage({ ...truePage, steps, parts: [sold] }, verdict).parts).toEqual(['proven']);
    expect(judgePage({ ...truePage, steps, parts: [less] }, verdict).parts).toEqual(['wrong']);
    const newer: ShownStep = { ...soldRow, eventId: 'newer' };
    expect(judgePage({ ...truePage, steps: [...steps, newer], parts: [less] }, verdict).parts).toEqual([
      'stated',
    ]);
  });
});

describe('what a page leaves out', () => {
  const missing = (change: Partial<ShownPage>, more = [soldEvent, failedEvent]): readonly string[] =>
    judgePage({ ...truePage, ...change }, tellVerdict({ more })).missing.map(({ id }) => id);

  it('is missing, also where it says that it is too long, and also where a paper names it', () => {
    expect(missing({})).toEqual([soldEvent.id, failedEvent.id]);
    expect(missing({ isTruncated: true })).toEqual([soldEvent.id, failedEvent.id]);
    const note = {
      eventId: failedEvent.id,
      isPaper: true,
      title: '检验',
      times: [],
      amounts: [],
      tags: ['不合格'],
    };
    expect(missing({ notes: [note] })).toContain(failedEvent.id);
  });

  it('is not a correction, nor codes, nor what spread: those are told elsewhere', () => {
    const others = ['correct', 'spread', 'issueCodes', 'activateCodes', 'voidCodes'].map((act) =>
      proven({ act }),
    );
    expect(missing({}, others)).toEqual([]);
  });

  it('is not a hold on lots that it does not name, which the marks tell', () => {
    const onParty = proven({ act: 'hold', subject: { kind: 'party', party: 'X' } });
    expect(missing({}, [onParty])).toEqual([]);
    expect(missing({}, [holdEvent])).toEqual([holdEvent.id]);
  });

  it('may be old rows of a long page that says so, but no test', () => {
    const sales = Array.from({ length: rowsMin }, () => proven({ ...soldEvent.event }));
    const steps = [madeRow, ...sales.slice(1).map(({ id }) => ({ ...soldRow, eventId: id }))];
    const verdict = tellVerdict({ more: [...sales, failedEvent] });
    const judgement = judgePage({ ...truePage, steps, isTruncated: true }, verdict);
    expect(judgement.missing).toEqual([failedEvent]);
    expect(judgement.leftOut).toBe(1);
    expect(judgePage({ ...truePage, steps }, verdict).missing).toHaveLength(2);
  });

  it('is left out by the page itself from as many rows on', () => {
    expect(rowsMin).toBe(wayLimits.stepsMax);
  });

  it('is a second row for one record', () => {
    const { rows } = judgePage(
      { ...truePage, steps: [{ ...madeRow, title: '屠宰' }, madeRow] },
      tellVerdict(),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['wrong', 'wrong']);
    const unknown = { ...madeRow, eventId: 'unknown', facts: [] };
    const again = judgePage({ ...truePage, steps: [madeRow, unknown, unknown] }, tellVerdict()).rows;
    expect(again.map(({ kind }) => kind)).toEqual(['proven', 'stated', 'invented']);
  });
});

describe('what a page does not say of its lot', () => {
  const hidden = (change: Partial<ShownPage>, telling: Parameters<typeof tellVerdict>[0]) =>
    judgePage({ ...truePage, ...change }, tellVerdict(telling)).hidden;
  const { state } = tellVerdict().lots.get(lot) as ProvenLot;

  it('is a recall, whatever stands in the place of the alarm', () => {
    const recalled = { change: { recalls: [mark] } };
    expect(hidden({}, recalled)).toEqual(['hiddenRecall']);
    expect(hidden({ alarm: '祝您好胃口' }, recalled)).toEqual(['hiddenRecall']);
    expect(hidden({ alarm: '这一批正在召回：请停止食用，退回销售者。' }, recalled)).toEqual([]);
    expect(hidden({ alarm: '这一批所用的原料正在召回：请停止食用，退回销售者。' }, recalled)).toEqual([]);
  });

  it('is a hold, unless a recall or a mark says so', () => {
    const held = { change: { holds: [{ ...mark, scope: 'lots' as const }] } };
    expect(hidden({}, held)).toEqual(['hiddenHold']);
    expect(hidden({ warning: '这一批已过保质期。' }, held)).toEqual(['hiddenHold']);
    expect(hidden({ marks: ['封存 · 有嫌疑'] }, held)).toEqual([]);
    expect(hidden({ alarm: '这一批正在召回：请停止食用，退回销售者。' }, held)).toEqual([]);
    expect(hidden({}, { change: { state: { ...state, crowded: true } } })).toEqual(['hiddenHold']);
  });

  it('is that it was undone', () => {
    const undone = { change: { state: { ...state, reversed: true as const } } };
    expect(hidden({}, undone)).toEqual(['hiddenReversal']);
    expect(hidden({ warning: '这一批的产出记录已被更正撤销：账本上没有这一批。' }, undone)).toEqual([]);
  });

  it('is its date, where it says another, none, or two', () => {
    expect(hidden({ bestBefore: undefined }, {})).toEqual(['hiddenDate']);
    expect(hidden({ bestBefore: { instant: '2028-03-01', text: '2028年3月1日' } }, {})).toEqual([
      'hiddenDate',
    ]);
    expect(hidden({ bestBefore: { instant: '2027-03-01', text: '2028年3月1日' } }, {})).toEqual([
      'hiddenDate',
    ]);
    const { bestBefore: _, ...without } = state;
    expect(hidden({}, { change: { state: without } })).toEqual(['hiddenDate']);
  });
});

describe('what was not looked at', () => {
  it('is said: records of the lot, and what it was made of', () => {
    const verdict = tellVerdict({
      change: { complete: false, ids: [], absentParents: ['06901234567885/L9'] },
    });
    expect(judgePage(truePage, verdict)).toMatchObject({ isComplete: false, unprovenParents: 1 });
  });

  it('is what came after the witness', () => {
    const nowMs = Date.parse('2026-09-01T10:00:00.000Z');
    const verdict = tellVerdict({ checkpoint: { time: saidAt } });
    expect(isAheadOf(truePage, verdict, nowMs)).toBe(true);
    expect(isAheadOf(truePage, tellVerdict(), nowMs)).toBe(false);
    expect(isAheadOf(truePage, verdict, Date.parse(saidAt))).toBe(false);
    expect(madeEvent.time > saidAt).toBe(true);
  });
});
