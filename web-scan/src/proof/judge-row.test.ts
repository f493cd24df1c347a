import { describe, expect, it } from 'vitest';
import { judgeStep, noteDifferences } from './judge-row.ts';
import type { ShownNote, ShownStep } from './shown-page.ts';
import {
  failedEvent,
  judgingOf,
  lot,
  madeEvent,
  madeRow,
  proven,
  soldEvent,
  soldRow,
  tellVerdict,
  vouching,
} from './testing-proven.ts';

const judging = judgingOf(tellVerdict({ more: [soldEvent, failedEvent] }));
const whatDiffers = (step: ShownStep, by = judging): readonly string[] => {
  const judgement = judgeStep(step, by);
  return judgement.kind === 'wrong' ? judgement.differences.map(({ what }) => what) : [judgement.kind];
};

describe('a row', () => {
  it('is proven where it says what its record says', () => {
    expect(judgeStep(madeRow, judging)).toEqual({ kind: 'proven', event: madeEvent });
    expect(judgeStep(soldRow, judging)).toEqual({ kind: 'proven', event: soldEvent });
  });

  it.each<readonly [string, Partial<ShownStep>, string]>([
    ['another act', { title: '屠宰' }, 'act'],
    ['no act', { title: '' }, 'act'],
    ['another party', { who: '别家公司 · 北京市 · 加工厂' }, 'who'],
    ['another place', { who: '草原公司 · 锡林浩特市 · 牧场' }, 'who'],
    ['nobody', { who: '' }, 'who'],
    ['another product', { goods: ['羔羊', '牛肉'] }, 'product'],
    ['a word beside a product', { goods: ['羔羊', '有机羊肉'] }, 'product'],
    ['a sentence of its own', { loose: '检验合格' }, 'text'],
    ['a lot that it does not name', { lots: [{ lot: '06901234567892/L9', text: 'L9' }] }, 'lot'],
    ['another name for a lot', { lots: [{ lot, text: 'L9' }] }, 'lot'],
    ['a remark that no page makes', { tags: ['检验合格'] }, 'tag'],
    ['that it was late', { tags: ['迟 3 天上链'] }, 'tag'],
    ['that it was corrected', { tags: ['已更正'] }, 'tag'],
    ['a verdict', { facts: [{ label: '结论', text: '合格' }] }, 'verdict'],
    ['an amount in no place of its own', { plain: ['羊肉 99 kg'] }, 'amount'],
    ['a day in no place of its own', { plain: ['2026年1月1日'] }, 'time'],
  ])('is wrong where it says %s', (_, change, what) => {
    expect(whatDiffers({ ...madeRow, ...change })).toContain(what);
  });

  it('may list goods, count those that it leaves out, and say who signed', () => {
    expect(whatDiffers({ ...madeRow, goods: ['羔羊、羊肉', '、等 5 种'], tags: ['双方已签名'] })).toEqual([
      'proven',
    ]);
  });

  it('is wrong under the name of a record of no lot of this family', () => {
    const [enrolment] = vouching;
    expect(whatDiffers({ ...madeRow, eventId: enrolment?.id ?? '' })).toContain('lot');
  });

  it('says of its own correction and of rules that were not kept', () => {
    const correction = proven({ act: 'correct', event: madeEvent.id });
    const told = judgingOf(tellVerdict({ more: [correction] }));
    expect(whatDiffers(madeRow, told)).toEqual(['uncorrected']);
    expect(whatDiffers({ ...madeRow, tags: ['已更正'] }, told)).toEqual(['proven']);
    const broken = proven({ ...madeEvent.event }, { breaches: ['OVER_QUOTA', 'LATE'] });
    const broke = judgingOf(tellVerdict({ more: [broken] }));
    expect(whatDiffers({ ...madeRow, eventId: broken.id, breaches: 1 }, broke)).toEqual(['unsaidBreach']);
    expect(whatDiffers({ ...madeRow, eventId: broken.id, breaches: 2 }, broke)).toEqual(['proven']);
  });

  it('is stated where no proof speaks of it, and invented where one would', () => {
    const unknown = { ...madeRow, eventId: 'unknown' };
    expect(whatDiffers(unknown)).toEqual(['invented']);
    const late = { checkpoint: { time: '2026-09-01T08:35:00.000Z' } };
    expect(whatDiffers(unknown, judgingOf(tellVerdict(late)))).toEqual(['stated']);
    expect(whatDiffers({ ...unknown, facts: [] })).toEqual(['stated']);
    expect(whatDiffers({ ...unknown, lots: [{ lot: '06901234567892/L9', text: 'L9' }] })).toEqual(['stated']);
    expect(whatDiffers(unknown, judgingOf(tellVerdict({ change: { complete: false, ids: [] } })))).toEqual([
      'stated',
    ]);
  });

  it('is judged by what is proven alone: unknown names and places are not compared', () => {
    const stranger = proven({ ...madeEvent.event, party: '91150000MA0N00002A' });
    const told = judgingOf(tellVerdict({ more: [stranger] }));
    expect(whatDiffers({ ...madeRow, eventId: stranger.id, who: '不知是谁' }, told)).toEqual(['proven']);
  });

  it('may name a place that is not proven, after the party', () => {
    const moved = proven({
      act: 'move',
      from: 'P1',
      to: 'W1',
      lines: [{ lot, amount: { count: 60, massG: 30_000 } }],
    });
    const told = judgingOf(tellVerdict({ more: [moved] }));
    const row = { ...soldRow, eventId: moved.id, title: '移库', amounts: [] };
    expect(whatDiffers({ ...row, who: '草原公司 · 某地' }, told)).toEqual(['proven']);
    expect(whatDiffers({ ...row, who: '别家公司 · 某地' }, told)).toEqual(['who']);
  });
});

describe('a line of the papers', () => {
  const note: ShownNote = {
    eventId: failedEvent.id,
    isPaper: true,
    title: '检验',
    times: [],
    amounts: [],
    tags: ['不合格'],
  };
  const differences = (change: Partial<ShownNote>): readonly string[] =>
    noteDifferences({ ...note, ...change }, judging).map(({ what }) => what);

  it('differs in nothing where it says the verdict', () => {
    expect(differences({})).toEqual([]);
    expect(differences({ isPaper: false, tags: [] })).toEqual([]);
  });

  it('differs where it says another verdict, none, or other days and amounts', () => {
    expect(differences({ tags: ['合格'] })).toEqual(['verdict']);
    expect(differences({ tags: ['合格', '不合格'] })).toEqual(['verdict']);
    expect(differences({ tags: [] })).toEqual(['verdict']);
    expect(differences({ times: [{ instant: '2020-01-01T00:00:00.000Z', text: '2020年1月1日' }] })).toEqual([
      'time',
    ]);
    expect(differences({ amounts: [{ exact: '1 pieces', text: '1 件' }] })).toEqual(['amount']);
  });

  it('is not judged where no proof speaks of its record', () => {
    expect(differences({ eventId: 'unknown', tags: ['合格'] })).toEqual([]);
  });

  it('is not a verdict of what has none', () => {
    expect(noteDifferences({ ...note, eventId: soldEvent.id }, judging).map(({ what }) => what)).toEqual([
      'verdict',
    ]);
  });
});
