import type { ProvenEvent, ProvenLot, Verdict } from '../verify/index.ts';
import { readingOf } from '../views/reading.ts';
import type { Language } from '../words/index.ts';
import type { Judging } from './judge-row.ts';
import { knownNames } from './known-names.ts';
import type { ShownPage, ShownStep } from './shown-page.ts';

export const lot = '06901234567892/L1';
export const parent = '06901234567885/L0';
export const maker = '91150000MA0N00001X';
export const saidAt = '2026-09-01T08:30:00.000Z';
export const recordedAt = '2026-09-01T08:31:00.000Z';

let last = 0;

/** An event as if it had been proven. */
export function proven(payload: object, more: Partial<ProvenEvent> = {}): ProvenEvent {
  last += 1;
  const event = { party: maker, eventTime: saidAt, ...payload } as ProvenEvent['event'];
  const given = { id: `event-${last}`, ordinal: last, time: recordedAt, block: last, breaches: [] };
  return { ...given, signers: [], said: { act: 'other' }, event, ...more };
}

/** What vouches for names and places of the little story. */
export const vouching: readonly ProvenEvent[] = [
  proven({ act: 'enrolParty', subject: maker, names: { zh: '草原公司', en: 'Steppe Company' } }),
  proven({ act: 'registerSite', site: 'P1', division: '152502', kind: 'pasture' }),
  proven({ act: 'registerSite', site: 'W1', division: '110000', kind: 'plant' }),
  proven({
    act: 'registerProduct',
    gtin: lot.slice(0, 14),
    names: { zh: '羊肉', en: 'Mutton', 'mn-Mong': 'ᠮᠢᠬ᠎ᠠ' },
    netContent: { massG: 500 },
    shelfLifeDays: 365,
    standard: 'GB/T 9961',
  }),
  proven({ act: 'registerProduct', gtin: parent.slice(0, 14), names: { zh: '羔羊', en: 'Lambs' } }),
];

export const bornEvent = proven({
  act: 'commission',
  site: 'P1',
  lot: parent,
  amount: { count: 20, massG: 760_000 },
});
export const madeEvent = proven({
  act: 'transform',
  operation: 'cut',
  site: 'W1',
  inputs: [{ lot: parent, amount: { count: 2, massG: 76_000 } }],
  outputs: [{ lot, amount: { count: 60, massG: 30_000 }, bestBefore: '2027-03-01' }],
});
export const soldEvent = proven({
  act: 'sell',
  site: 'W1',
  to: 'consumer',
  lines: [{ lot, amount: { count: 10, massG: 5_000 } }],
});
export const failedEvent = proven({ act: 'inspect', lot, verdict: 'failed' });

interface Telling {
  /** Of the lot itself beside its making, in their order. */
  readonly more?: readonly ProvenEvent[];
  readonly change?: Partial<ProvenLot>;
  readonly checkpoint?: Partial<Verdict['checkpoint']>;
}

/** Lambs become mutton; both lots complete, and whatever is added. */
export function tellVerdict({ more = [], change = {}, checkpoint = {} }: Telling = {}): Verdict {
  const events = [...vouching, bornEvent, madeEvent, ...more];
  const bare = { complete: true, recalls: [], holds: [], absentParents: [] };
  const lots: [string, ProvenLot][] = [
    [
      lot,
      {
        ...bare,
        ids: [madeEvent, ...more].map(({ id }) => id),
        state: { claims: ['green'], holds: [], recalls: [], madeBy: madeEvent.id, bestBefore: '2027-03-01' },
        parents: [parent],
        ...change,
      },
    ],
    [
      parent,
      {
        ...bare,
        ids: [bornEvent.id, madeEvent.id],
        state: { claims: [], holds: [], recalls: [], madeBy: bornEvent.id },
        parents: [],
      },
    ],
  ];
  const own = { network: 'trial', size: 9, root: '', states: '', block: 9, time: '2026-09-01T09:00:00.000Z' };
  return {
    lot,
    events: new Map(events.map((event) => [event.id, event])),
    lots: new Map(lots),
    checkpoint: { ...own, organisations: ['A', 'B', 'C'], age: 'fresh', ...checkpoint },
  };
}

export function judgingOf(verdict: Verdict, language: Language = 'zh'): Judging {
  const reading = readingOf(language);
  return { verdict, reading, names: knownNames(verdict.events.values(), reading) };
}

/** The row of the making of the lot, as the Chinese page has it. */
export const madeRow: ShownStep = {
  eventId: madeEvent.id,
  title: '分割',
  who: '草原公司 · 北京市 · 加工厂',
  goods: ['羔羊', '羊肉'],
  tags: [],
  breaches: 0,
  loose: '',
  plain: ['羔羊', '羊肉', '加工厂 W1'],
  times: [
    { instant: saidAt, text: '2026年9月1日' },
    { instant: recordedAt, text: '2026年9月1日 16:31' },
  ],
  amounts: [
    { exact: '2 pieces, 76000 g', text: '2 只 · 76 kg' },
    { exact: '60 pieces, 30000 g', text: '60 件 · 30 kg' },
  ],
  lots: [
    { lot: parent, text: 'L0' },
    { lot, text: 'L1' },
  ],
  facts: [{ label: '上链时间', text: '2026年9月1日 16:31' }],
};

export const soldRow: ShownStep = {
  ...madeRow,
  eventId: soldEvent.id,
  title: '销售',
  goods: ['羊肉'],
  plain: [],
  amounts: [{ exact: '10 pieces, 5000 g', text: '10 件 · 5 kg' }],
  lots: [{ lot, text: 'L1' }],
};

/** The Chinese page of the lot, truthful. */
export const truePage: ShownPage = {
  lot,
  language: 'zh',
  heading: '羊肉',
  owner: '草原公司',
  steps: [madeRow],
  notes: [],
  isTruncated: false,
  alarm: '',
  warning: '',
  marks: [],
  bestBefore: { instant: '2027-03-01', text: '2027年3月1日' },
  facts: [
    { label: '原料产地', text: '锡林郭勒盟锡林浩特市' },
    { label: '生产者', text: '草原公司' },
    { label: '生产日期', text: '2026年9月1日' },
    { label: '保质期至', text: '2027年3月1日' },
    { label: '净含量', text: '500 g' },
    { label: '保质期', text: '365 天' },
    { label: '执行标准', text: 'GB/T 9961' },
    { label: '商品条码', text: '06901234567892' },
    { label: '批次号', text: 'L1' },
  ],
  parts: [{ label: '产出总量', exact: '60 pieces, 30000 g', text: '60 件 · 30 kg' }],
  claims: ['绿色食品'],
};
