import type { Difference } from './compare-row.ts';
import type { CodeFinding } from './judge-code.ts';

/** What the page says of its own checking. The Mongolian page has the Chinese sentences until a native reader has confirmed others. */
export interface ProofWords {
  readonly checking: string;
  /** Marks of a row. */
  readonly proven: string;
  readonly stated: string;
  readonly wrong: string;
  proved(rows: number, organisations: number, time: string): string;
  statedRows(rows: number): string;
  wrongRows(rows: number): string;
  missing(rows: number): string;
  notShownHere(rows: number): string;
  unprovenParents(lots: number): string;
  readonly incomplete: string;
  readonly old: string;
  readonly stale: string;
  readonly older: string;
  readonly hiddenRecall: string;
  readonly hiddenHold: string;
  readonly hiddenDate: string;
  refused(code: string): string;
  readonly pinsChanged: string;
  readonly notYet: string;
  readonly unreachable: string;
  readonly tooOld: string;
  differs(difference: Difference): string;
  readonly record: string;
  /** What was checked of the code of a piece. */
  readonly code: Readonly<Record<CodeFinding, string>>;
  readonly codeDiffers: string;
  /** Where an open page learns of a recall or hold that it does not show. */
  readonly changed: string;
}

const kindsZh = {
  time: '\u65f6\u95f4',
  amount: '\u6570\u91cf',
  lot: '\u6279\u6b21',
  act: '\u4e8b\u9879',
  who: '\u4e3b\u4f53\u6216\u5730\u70b9',
  product: '\u4ea7\u54c1',
} as const;
const kindsEn = {
  time: 'time',
  amount: 'amount',
  lot: 'lot',
  act: 'act',
  who: 'party or place',
  product: 'product',
} as const;

const zh: ProofWords = {
  checking: '\u6b63\u5728\u672c\u673a\u6838\u5bf9\u2026',
  proven: '\u5df2\u6838\u5bf9',
  stated: '\u4ec5\u4e3a\u9648\u8ff0',
  wrong: '\u4e0e\u8d26\u672c\u4e0d\u7b26',
  proved: (rows, organisations, time) =>
    `\u672c\u673a\u5df2\u6838\u5bf9\uff1a${rows} \u6761\u8bb0\u5f55\u4e0e ${organisations} \u5bb6\u673a\u6784\u5171\u540c\u89c1\u8bc1\u7684\u8d26\u672c\u4e00\u81f4\uff08\u89c1\u8bc1\u65f6\u95f4 ${time}\uff09\u3002`,
  statedRows: (rows) =>
    `${rows} \u6761\u8bb0\u5f55\u5c1a\u65e0\u673a\u6784\u89c1\u8bc1\uff0c\u4ec5\u4e3a\u9648\u8ff0\u3002`,
  wrongRows: (rows) =>
    `${rows} \u6761\u8bb0\u5f55\u4e0e\u8d26\u672c\u4e0d\u7b26\uff0c\u5df2\u6807\u51fa\u3002\u8bf7\u4e0d\u8981\u53ea\u51ed\u672c\u9875\u5224\u65ad\u3002`,
  missing: (rows) =>
    `\u8d26\u672c\u4e0a\u8fd8\u6709 ${rows} \u6761\u672c\u6279\u6b21\u7684\u8bb0\u5f55\uff0c\u672c\u9875\u6ca1\u6709\u663e\u793a\uff1a`,
  notShownHere: (rows) => `\u53e6\u6709 ${rows} \u6761\u8bb0\u5f55\u672a\u5728\u672c\u9875\u663e\u793a\u3002`,
  unprovenParents: (lots) => `${lots} \u4e2a\u539f\u6599\u6279\u6b21\u6ca1\u6709\u6838\u5bf9\u3002`,
  incomplete: '\u672c\u6279\u6b21\u8bb0\u5f55\u592a\u591a\uff0c\u6ca1\u6709\u5168\u90e8\u6838\u5bf9\u3002',
  old: '\u89c1\u8bc1\u5df2\u8d85\u8fc7\u5341\u5206\u949f\uff0c\u6b64\u540e\u7684\u60c5\u51b5\u672a\u6838\u5bf9\u3002',
  stale:
    '\u89c1\u8bc1\u5df2\u8d85\u8fc7\u4e00\u5929\uff0c\u8bf7\u4e0d\u8981\u53ea\u51ed\u672c\u9875\u5224\u65ad\u3002',
  older: '\u8fd9\u4efd\u89c1\u8bc1\u6bd4\u60a8\u4e0a\u6b21\u770b\u5230\u7684\u65e7\u3002',
  hiddenRecall:
    '\u8d26\u672c\u663e\u793a\u672c\u6279\u6b21\u5df2\u88ab\u53ec\u56de\uff0c\u672c\u9875\u6ca1\u6709\u8bf4\u660e\u3002\u8bf7\u505c\u6b62\u98df\u7528\u3002',
  hiddenHold:
    '\u8d26\u672c\u663e\u793a\u672c\u6279\u6b21\u5df2\u88ab\u5c01\u5b58\uff0c\u672c\u9875\u6ca1\u6709\u8bf4\u660e\u3002',
  hiddenDate: '\u672c\u9875\u7684\u4fdd\u8d28\u671f\u4e0e\u8d26\u672c\u4e0d\u7b26\u3002',
  refused: (code) =>
    `\u672c\u673a\u6838\u5bf9\u672a\u901a\u8fc7\uff08${code}\uff09\uff0c\u8bf7\u4e0d\u8981\u53ea\u51ed\u672c\u9875\u5224\u65ad\u3002`,
  pinsChanged:
    '\u89c1\u8bc1\u673a\u6784\u7684\u94a5\u5319\u4e0e\u60a8\u4e0a\u6b21\u770b\u5230\u7684\u4e0d\u540c\uff0c\u8bf7\u4e0d\u8981\u53ea\u51ed\u672c\u9875\u5224\u65ad\u3002',
  notYet:
    '\u672c\u6279\u6b21\u5df2\u8bb0\u5f55\uff0c\u5c1a\u672a\u6709\u8db3\u591f\u7684\u673a\u6784\u89c1\u8bc1\u3002',
  unreachable:
    '\u73b0\u5728\u53d6\u4e0d\u5230\u8bc1\u636e\uff0c\u672c\u9875\u5185\u5bb9\u6ca1\u6709\u5728\u672c\u673a\u6838\u5bf9\u3002',
  tooOld:
    '\u8fd9\u4e2a\u6d4f\u89c8\u5668\u4e0d\u80fd\u6838\u5bf9\uff0c\u672c\u9875\u5185\u5bb9\u6ca1\u6709\u5728\u672c\u673a\u6838\u5bf9\u3002',
  differs: ({ what, shown }) =>
    `${kindsZh[what]}\u300c${shown}\u300d\u4e0d\u5728\u7b7e\u540d\u7684\u8bb0\u5f55\u91cc\u3002`,
  record: '\u7b7e\u540d\u7684\u539f\u6587',
  code: {
    activated:
      '\u672c\u673a\u5df2\u6838\u5bf9\uff1a\u8fd9\u4e2a\u7f16\u7801\u5df2\u8d4b\u7801\u5e76\u5df2\u542f\u7528\u3002\u7f16\u7801\u53ef\u4ee5\u88ab\u7167\u6284\u3002',
    issued:
      '\u672c\u673a\u5df2\u6838\u5bf9\uff1a\u8fd9\u4e2a\u7f16\u7801\u5df2\u8d4b\u7801\uff1b\u6ca1\u6709\u67e5\u5230\u5b83\u5df2\u542f\u7528\u7684\u51ed\u636e\u3002',
    void: '\u672c\u673a\u5df2\u6838\u5bf9\uff1a\u8fd9\u4e2a\u7f16\u7801\u5df2\u4f5c\u5e9f\u3002',
    unproven:
      '\u8fd9\u4e2a\u7f16\u7801\u6ca1\u6709\u5728\u672c\u673a\u6838\u5bf9\uff1a\u8d26\u672c\u7684\u89c1\u8bc1\u91cc\u8fd8\u6ca1\u6709\u5b83\u3002',
  },
  codeDiffers:
    '\u672c\u9875\u5bf9\u8fd9\u4e2a\u7f16\u7801\u7684\u8bf4\u6cd5\u4e0e\u8d26\u672c\u4e0d\u7b26\u3002\u8bf7\u4e0d\u8981\u53ea\u51ed\u672c\u9875\u5224\u65ad\u3002',
  changed: '\u672c\u6279\u6b21\u7684\u60c5\u51b5\u521a\u521a\u6709\u53d8\uff1a',
};

const en: ProofWords = {
  checking: 'Checking on this device\u2026',
  proven: 'checked',
  stated: 'stated only',
  wrong: 'not what the ledger says',
  proved: (rows, organisations, time) =>
    `Checked on this device: ${rows} records are those of the ledger that ${organisations} organisations witnessed (${time}).`,
  statedRows: (rows) => `${rows} records are stated only: nobody has witnessed them yet.`,
  wrongRows: (rows) =>
    `${rows} records are not what the ledger says; they are marked. Do not rely on this page alone.`,
  missing: (rows) => `The ledger has ${rows} more records of this lot that this page does not show:`,
  notShownHere: (rows) => `${rows} more records are not shown on this page.`,
  unprovenParents: (lots) => `${lots} lots that went into it were not checked.`,
  incomplete: 'This lot has too many records; not all of them were checked.',
  old: 'The witness is over ten minutes old; what came later was not checked.',
  stale: 'The witness is over a day old. Do not rely on this page alone.',
  older: 'This witness is older than the one you saw last.',
  hiddenRecall: 'The ledger says that this lot is recalled, and this page did not. Stop eating it.',
  hiddenHold: 'The ledger says that this lot is on hold, and this page did not.',
  hiddenDate: 'The date on this page is not the one on the ledger.',
  refused: (code) => `The check on this device failed (${code}). Do not rely on this page alone.`,
  pinsChanged: 'The keys of the witnesses are not those that you saw last. Do not rely on this page alone.',
  notYet: 'This lot is recorded; not enough organisations have witnessed it yet.',
  unreachable: 'The proof cannot be fetched now; nothing was checked on this device.',
  tooOld: 'This browser cannot check; nothing was checked on this device.',
  differs: ({ what, shown }) => `The ${kindsEn[what]} \u201c${shown}\u201d is not in the signed record.`,
  record: 'the signed record',
  code: {
    activated: 'Checked on this device: this code was issued and put on a piece. A code can be copied.',
    issued:
      'Checked on this device: this code was issued; that it was put on a piece is not on the witnessed ledger.',
    void: 'Checked on this device: this code was voided.',
    unproven: 'This code was not checked on this device: it is not on the witnessed ledger yet.',
  },
  codeDiffers: 'What this page says of the code is not what the ledger says. Do not rely on this page alone.',
  changed: 'This has changed just now: ',
};

export const proofWordsFor = (language: string): ProofWords => (language.startsWith('en') ? en : zh);
