/** A word that no sentence of ours may use, and why a record cannot say it. Names of the ledger are their owners' words and stay as they are. */
export interface BannedWord {
  readonly word: RegExp;
  readonly reason: string;
}

const genuineness =
  'a signed record shows who said what and when, not that the goods in hand are those goods';
const quality = 'how good something is lies with whoever tests and tastes it, not with a ledger';
const health =
  '广告法 and 食品安全法 keep claims about health to what is approved; a record approves nothing';
const safety = 'no record can promise that food does no harm; a passed test is shown as the test that it is';
const praise =
  'the mark of a certifier is a name that its certificate gives; beside no certificate it is praise';
const superlative = '广告法 art. 9 forbids superlatives, and no ledger measures them';
const promise =
  'the ledger vouches for nothing; what a maker declares is called by the name that the law has for it';

export const bannedWords: readonly BannedWord[] = [
  {
    word: /正品|正宗|真品|保真|假一赔|防伪|\b(?:genuine|authentic|real deal|counterfeit-proof)\b/i,
    reason: genuineness,
  },
  {
    word: /优质|精品|高品质|上乘|甄选|\b(?:premium|quality|finest|select(?:ed)?|pure|fresh)\b/i,
    reason: quality,
  },
  { word: /健康|养生|滋补|营养|\b(?:health(?:y|ier)?|wholesome|nutritious)\b/i, reason: health },
  { word: /放心|安全|无害|\b(?:safe(?:ly|ty|r)?|harmless|secure)\b/i, reason: safety },
  { word: /有机|绿色|无公害|无添加|天然|\b(?:organic|natural|green)\b/i, reason: praise },
  { word: /绝对|第一|最佳|最好|百分之百|100 ?%|\b(?:best|perfect)\b/i, reason: superlative },
  {
    word: /保证|承诺|担保|权威|可信|\b(?:guarantee[ds]?|warrant(?:y|ed)?|trust(?:ed|worthy)?|certified|proven|endorsed)\b/i,
    reason: promise,
  },
];

/** Names that law and standards have, and that are no promise of ours: 农业农村部令2025年第4号 calls the certificate and its fields so, GB/T 8321 the interval, and labels the date. */
export const namesOfLaw: readonly string[] = [
  '承诺达标合格证',
  '承诺事项',
  '承诺主体',
  '食品安全法',
  '安全间隔期',
  'Best before',
];

/** The banned words that a text uses outside the names of law, each with its reason. */
export function bannedIn(text: string): readonly BannedWord[] {
  const own = namesOfLaw.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return bannedWords.filter(({ word }) => word.test(own));
}
