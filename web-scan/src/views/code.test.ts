import { describe, expect, it } from 'vitest';
import { catalogues } from '../words/index.ts';
import { examples } from './examples/index.ts';
import {
  type CodeView,
  type LotPageData,
  languages,
  renderCodeOfNoLot,
  renderLotPage,
  renderUnknownCode,
} from './index.ts';

const eventId = 'A'.repeat(43);
const code: CodeView = {
  serial: '0BN2PSJ6PBQRCC5A7VSA',
  party: '91150000MA0N12345H',
  set: 1,
  index: 7,
  count: 520,
  path: [],
  root: eventId,
  issued: eventId,
  state: 'active',
  activated: { from: 1, to: 500, eventId },
  scans: { times: 0, places: 0, isFull: false, isTooMany: false },
};
const scans = { times: 4, places: 2, isFull: false, isTooMany: false, first: '2026-09-01T03:00:00.000Z' };
const textOf = (page: string): string => page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');

describe.each(languages)('the code of a piece in %s', (language) => {
  const { codes, warnings, states } = catalogues[language];
  const pageOf = (changes: Partial<CodeView>, data: LotPageData = examples.lamb): string =>
    textOf(renderLotPage({ ...data, code: { ...code, ...changes } }, language));

  it('is said before the state of the lot, with what a record is worth', () => {
    const text = pageOf({});
    expect(text.indexOf(codes.states.active)).toBeLessThan(text.indexOf(states.onSale));
    expect(text).toContain(codes.states.active);
    expect(text).toContain(code.serial);
    expect(text).toContain(codes.copies);
    expect(text).toContain(codes.neverScanned);
  });

  it.each(['inactive', 'void'] as const)('that is %s is said in its own words', (state) => {
    const text = pageOf({ state });
    expect(text).toContain(codes.states[state]);
    expect(text).not.toContain(codes.states.active);
  });

  it('of a recalled lot is said after the recall', () => {
    const text = pageOf({}, examples.recalled);
    expect(text.indexOf(warnings.recalledEarlier)).toBeGreaterThanOrEqual(0);
    expect(text.indexOf(warnings.recalledEarlier)).toBeLessThan(text.indexOf(codes.states.active));
  });

  it('tells its scans, and warns where one package cannot have them', () => {
    expect(pageOf({ scans })).toContain(codes.scanned(3, 2, false)[1]);
    expect(pageOf({ scans })).not.toContain(codes.tooMany);
    const text = pageOf({ scans: { ...scans, isTooMany: true } });
    expect(text).toContain(codes.tooMany);
    expect(text).not.toContain(codes.states.active);
    const both = pageOf({ state: 'void', scans: { ...scans, isTooMany: true } });
    expect(both).toContain(codes.states.void);
    expect(both).toContain(codes.tooMany);
  });

  it('says what a case holds', () => {
    const contains = { gtin: '09521500000129', count: 12, names: { zh: '奶' } };
    expect(pageOf({ contains })).toContain(codes.holds);
    expect(pageOf({ contains })).toContain('09521500000129');
    expect(pageOf({})).not.toContain(codes.holds);
  });

  it('is not there on the page of a lot', () => {
    expect(textOf(renderLotPage(examples.lamb, language))).not.toContain(codes.copies);
  });

  it('that is unknown is not told apart by more than the page says', () => {
    const hostile = '<script>"';
    expect(renderUnknownCode(hostile, { isSetHere: true }, language)).not.toContain('<script>');
    expect(textOf(renderUnknownCode('X', { isSetHere: true }, language))).toContain(codes.unknown('X'));
    expect(textOf(renderUnknownCode('X', { isSetHere: false }, language))).toContain(codes.noSets);
  });

  it('of a lot that is not there yet has a page of its own', () => {
    const page = renderCodeOfNoLot({ ...code, state: 'inactive' }, language);
    expect(textOf(page)).toContain(codes.states.inactive);
  });
});
