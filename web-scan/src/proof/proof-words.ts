import type { ProvenEvent } from '../verify/index.ts';
import { lawEn } from '../words/law-en.ts';
import type { LawWords } from '../words/law-words.ts';
import { lawZh } from '../words/law-zh.ts';
import type { Difference, DifferenceKind } from './compare-row.ts';
import type { CodeFinding } from './judge-code.ts';

/** What the page says of its own checking. The Mongolian page has the Chinese sentences until a native reader has confirmed others. */
export interface ProofWords {
  readonly checking: string;
  /** Marks of a row. */
  readonly proven: string;
  readonly stated: string;
  readonly wrong: string;
  readonly invented: string;
  proved(rows: number, organisations: number, time: string): string;
  statedRows(rows: number): string;
  wrongRows(rows: number): string;
  missing(rows: number): string;
  missingRow(event: ProvenEvent): string;
  notShownHere(rows: number): string;
  unprovenParents(lots: number): string;
  readonly incomplete: string;
  readonly old: string;
  readonly stale: string;
  readonly older: string;
  readonly hiddenRecall: string;
  readonly hiddenHold: string;
  readonly hiddenReversal: string;
  readonly hiddenDate: string;
  readonly othersAreStated: string;
  refused(code: string): string;
  readonly pinsChanged: string;
  readonly notYet: string;
  readonly unreachable: string;
  readonly tooOld: string;
  differs(difference: Difference): string;
  readonly record: string;
  readonly code: Readonly<Record<CodeFinding, string>>;
  readonly codeDiffers: string;
  /** Where an open page learns of a recall or hold that it does not show. */
  readonly changed: string;
}

/** Differences that are told by a sentence of their own, without what the page shows. */
type SentenceKind = 'twice' | 'uncorrected' | 'unsaidBreach';
type ValueKind = Exclude<DifferenceKind, SentenceKind>;

const isSentence = (what: DifferenceKind): what is SentenceKind =>
  what === 'twice' || what === 'uncorrected' || what === 'unsaidBreach';

/** What the records do not say: by its name and the words of the page. */
const kindsZh: Readonly<Record<ValueKind, string>> = {
  time: '时间',
  amount: '数量',
  lot: '批次',
  act: '事项',
  who: '主体或地点',
  product: '产品',
  verdict: '结论',
  tag: '标注',
  text: '文字',
  fact: '内容',
  claim: '标识',
};
const kindsEn: Readonly<Record<ValueKind, string>> = {
  time: 'time',
  amount: 'amount',
  lot: 'lot',
  act: 'act',
  who: 'party or place',
  product: 'product',
  verdict: 'verdict',
  tag: 'remark',
  text: 'text',
  fact: 'line',
  claim: 'mark',
};

const sentencesZh: Readonly<Record<SentenceKind, string>> = {
  twice: '本页把同一条记录列了两次。',
  uncorrected: '账本上有对这条记录的更正，本页没有标出。',
  unsaidBreach: '账本上这条记录有违规提示，本页没有全部列出。',
};
const sentencesEn: Readonly<Record<SentenceKind, string>> = {
  twice: 'This page lists one record twice.',
  uncorrected: 'The ledger has a correction of this record, and this page does not say so.',
  unsaidBreach: 'The ledger says which rules this record did not keep, and this page leaves some out.',
};

/** Day, act and verdict of a record that the page lacks. */
function missingRow({ event, time }: ProvenEvent, { acts, verdicts }: LawWords): string {
  const day = new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 10);
  const { act, verdict } = event;
  const named: Readonly<Record<string, string>> = acts;
  const result = verdict === 'passed' || verdict === 'failed' ? [verdicts[verdict]] : [];
  return [day, named[String(act)] ?? String(act), ...result].join(' ');
}

const zh: ProofWords = {
  checking: '正在本机核对…',
  proven: '已核对',
  stated: '仅为陈述',
  wrong: '与账本不符',
  invented: '账本上没有',
  proved: (rows, organisations, time) =>
    `本机已核对：${rows} 条记录与 ${organisations} 家机构共同见证的账本一致（见证时间 ${time}）。`,
  statedRows: (rows) => `${rows} 条记录尚无机构见证，仅为陈述。`,
  wrongRows: (rows) => `${rows} 条记录与账本不符，已标出。请不要只凭本页判断。`,
  missing: (rows) => `账本上还有 ${rows} 条本批次的记录，本页没有显示：`,
  missingRow: (event) => missingRow(event, lawZh),
  notShownHere: (rows) => `另有 ${rows} 条记录未在本页显示。`,
  unprovenParents: (lots) => `${lots} 个原料批次没有核对。`,
  incomplete: '本批次记录太多，没有全部核对。',
  old: '见证已超过十分钟，此后的情况未核对。',
  stale: '见证已超过一天，请不要只凭本页判断。',
  older: '这份见证比您上次看到的旧。',
  hiddenRecall: '账本显示本批次已被召回，本页没有说明。请停止食用。',
  hiddenHold: '账本显示本批次已被封存，本页没有说明。',
  hiddenReversal: '账本显示本批次的产出记录已被撤销，本页没有说明。',
  othersAreStated: '没有核对：地图、证书与检验的细节，以及标「仅为陈述」的内容。',
  hiddenDate: '本页的保质期与账本不符。',
  refused: (code) => `本机核对未通过（${code}），请不要只凭本页判断。`,
  pinsChanged: '见证机构的钥匙与您上次看到的不同，请不要只凭本页判断。',
  notYet: '现在取不到足够的机构对本批次的见证，本页内容没有在本机核对。',
  unreachable: '现在取不到证据，本页内容没有在本机核对。',
  tooOld: '这个浏览器不能核对，本页内容没有在本机核对。',
  differs: ({ what, shown }) =>
    isSentence(what) ? sentencesZh[what] : `${kindsZh[what]}「${shown}」不在签名的记录里。`,
  record: '签名的原文',
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

const records = (count: number): string => (count === 1 ? '1 record' : `${count} records`);

const en: ProofWords = {
  checking: 'Checking on this device…',
  proven: 'checked',
  stated: 'stated only',
  wrong: 'not what the ledger says',
  invented: 'not on the ledger',
  proved: (rows, organisations, time) =>
    `Checked on this device: ${records(rows)} as the ledger has them, which ${organisations === 1 ? '1 organisation' : `${organisations} organisations`} witnessed (${time}).`,
  statedRows: (rows) => `Stated only, because nobody has witnessed them yet: ${records(rows)}.`,
  wrongRows: (rows) =>
    `Not what the ledger says, and marked so: ${records(rows)}. Do not rely on this page alone.`,
  missing: (rows) => `The ledger has ${records(rows)} of this lot that this page does not show:`,
  missingRow: (event) => missingRow(event, lawEn),
  notShownHere: (rows) => `Not shown on this page: ${records(rows)}.`,
  unprovenParents: (lots) => `Not checked: ${lots === 1 ? '1 lot' : `${lots} lots`} that went into it.`,
  incomplete: 'This lot has too many records; not all of them were checked.',
  old: 'The witness is over ten minutes old; what came later was not checked.',
  stale: 'The witness is over a day old. Do not rely on this page alone.',
  older: 'This witness is older than the one you saw last.',
  hiddenRecall: 'The ledger says that this lot is recalled, and this page did not. Stop eating it.',
  hiddenHold: 'The ledger says that this lot is on hold, and this page did not.',
  hiddenReversal: 'The ledger says that the making of this lot was undone, and this page did not.',
  othersAreStated: 'Not compared: the map, the details of papers, and what is marked as stated only.',
  hiddenDate: 'The date on this page is not the one on the ledger.',
  refused: (code) => `The check on this device failed (${code}). Do not rely on this page alone.`,
  pinsChanged: 'The keys of the witnesses are not those that you saw last. Do not rely on this page alone.',
  notYet: 'There is no witness of this lot by enough organisations now; nothing was checked on this device.',
  unreachable: 'The proof cannot be fetched now; nothing was checked on this device.',
  tooOld: 'This browser cannot check; nothing was checked on this device.',
  differs: ({ what, shown }) =>
    isSentence(what) ? sentencesEn[what] : `The ${kindsEn[what]} “${shown}” is not in the signed record.`,
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
