import { describe, expect, it } from 'vitest';
import type { CategoryRecord, LotRecord, Paper } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import type { Scene } from './act.ts';
import { dateBreaches, intervalBreaches, markBreaches, paperBreaches, testBreaches } from './goodness.ts';

const eventTime = '2026-09-10T00:00:00.000Z';
const at = (recordedAt: string) => ({ recordedAt }) as Scene;
const now = at(eventTime);
const paper = (members: Partial<Paper>): Paper => ({
  kind: 'quarantine',
  number: exampleDigest(1),
  digest: exampleDigest(2),
  ...members,
});
const lotOf = (members: Partial<LotRecord>) => members as LotRecord;
const categoryOf = (members: Partial<CategoryRecord>) => members as CategoryRecord;

describe('papers', () => {
  const of = (...papers: Paper[]) => paperBreaches(['quarantine'], { eventTime, papers });

  it('are missing where none of the kind is shown', () => {
    expect(paperBreaches(['quarantine'], { eventTime })).toEqual(['PAPER_MISSING']);
    expect(of(paper({ kind: 'invoice' }))).toEqual(['PAPER_MISSING']);
    expect(paperBreaches([], { eventTime })).toEqual([]);
  });

  it('hold on their first and on their last day, in 北京时间', () => {
    expect(of(paper({}))).toEqual([]);
    expect(of(paper({ validFrom: '2026-09-10', validUntil: '2026-09-10' }))).toEqual([]);
    expect(of(paper({ validFrom: '2026-09-11' }))).toEqual(['PAPER_EXPIRED']);
    expect(of(paper({ validUntil: '2026-09-09' }))).toEqual(['PAPER_EXPIRED']);
    const papers = [paper({ validUntil: '2026-09-10' })];
    expect(paperBreaches(['quarantine'], { eventTime: '2026-09-10T16:00:00.000Z', papers })).toEqual([
      'PAPER_EXPIRED',
    ]);
  });

  it('one that holds is enough', () => {
    expect(of(paper({ validUntil: '2026-09-09' }), paper({ number: exampleDigest(3) }))).toEqual([]);
  });

  it('each wanted kind is asked for', () => {
    expect(paperBreaches(['quarantine', 'invoice'], { eventTime, papers: [paper({})] })).toEqual([
      'PAPER_MISSING',
    ]);
  });
});

describe('tests', () => {
  it('are missing unless one was passed and none failed, at the acts that want one', () => {
    const category = categoryOf({ tests: ['sell'] });
    expect(testBreaches(lotOf({}), category, 'sell')).toEqual(['TEST_MISSING']);
    expect(testBreaches(lotOf({ test: 'failed' }), category, 'sell')).toEqual(['TEST_MISSING']);
    expect(testBreaches(lotOf({ test: 'passed' }), category, 'sell')).toEqual([]);
    expect(testBreaches(lotOf({}), category, 'dispatch')).toEqual([]);
    expect(testBreaches(lotOf({}), categoryOf({}), 'sell')).toEqual([]);
  });
});

describe('dates', () => {
  const lot = lotOf({ bestBefore: '2026-09-10' });

  it('last to the end of the day in 北京时间', () => {
    expect(dateBreaches(lot, { eventTime: '2026-09-10T15:59:59.999Z' }, now)).toEqual([]);
    expect(dateBreaches(lot, { eventTime: '2026-09-10T16:00:00.000Z' }, now)).toEqual(['EXPIRED']);
    expect(dateBreaches(lotOf({}), { eventTime: '2099-01-01T00:00:00.000Z' }, now)).toEqual([]);
  });

  it('the said time alone is no reason: 14 days before the recording it is over all the same', () => {
    const said = { eventTime: '2026-09-01T00:00:00.000Z' };
    expect(dateBreaches(lot, said, at('2026-09-24T15:59:59.999Z'))).toEqual([]);
    expect(dateBreaches(lot, said, at('2026-09-24T16:00:00.000Z'))).toEqual(['EXPIRED']);
  });
});

describe('intervals', () => {
  it('are over at their instant, for the use of the goods alone', () => {
    const earliest = { meat: eventTime };
    const before = '2026-09-09T23:59:59.999Z';
    expect(intervalBreaches(earliest, 'meat', { eventTime: before })).toEqual(['INTERVAL_NOT_OVER']);
    expect(intervalBreaches(earliest, 'meat', { eventTime })).toEqual([]);
    expect(intervalBreaches(earliest, 'milk', { eventTime: before })).toEqual([]);
    expect(intervalBreaches(earliest, undefined, { eventTime: before })).toEqual([]);
    expect(intervalBreaches(undefined, 'meat', { eventTime: before })).toEqual([]);
  });
});

describe('marks', () => {
  it('count while they stand', () => {
    const marks = { holds: ['h'], recalls: ['r'] };
    const none = { holds: new Set<string>(), recalls: new Set<string>(), voluntary: new Set<string>() };
    expect(markBreaches(marks, none)).toEqual([]);
    expect(markBreaches(marks, { ...none, holds: new Set(['h']) })).toEqual(['ON_HOLD']);
    expect(markBreaches(marks, { ...none, recalls: new Set(['r', 'h']) })).toEqual(['RECALLED']);
    expect(markBreaches(marks, { ...none, holds: new Set(['r']), recalls: new Set(['h']) })).toEqual([]);
  });
});
