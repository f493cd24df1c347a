import type { EventOf, Operation, Organisation, PartyRole, SiteKind } from '@mengsu/chaincode/model';
import type { CodeWords } from './code-words.ts';
import type { LawWords } from './law-words.ts';

export * from './code-words.ts';
export * from './law-words.ts';

/** The languages of the pages. Traditional Mongolian stands in the Chinese page where a word is known; see mongolian.ts. */
export const languages = ['zh', 'en', 'mn-Mong'] as const;
export type Language = (typeof languages)[number];

export type BuyerKind = EventOf<'sell'>['to'];
/** What people count things in. */
export type CountNoun = 'head' | 'sheep' | 'carcass' | 'bag' | 'carton' | 'box' | 'bottle' | 'piece';
/** The state of a lot as its amounts say it. */
export type LotState =
  | 'unsold'
  | 'inShop'
  | 'onSale'
  | 'inTransit'
  | 'soldOut'
  | 'usedUp'
  | 'disposed'
  | 'closed';
/** How a handover stands. */
export type HandoverState = 'waiting' | 'accepted' | 'partlyRefused' | 'refused' | 'missing' | 'cancelled';

/** Everything that a page says in one language. A word that is missing does not compile; what promises quality, health or genuineness is refused by a test. */
export interface Words extends LawWords {
  /** BCP 47 tag for `lang`. */
  readonly tag: string;
  readonly siteName: string;
  /** Stands between the items of a list. */
  readonly between: string;
  readonly codes: CodeWords;
  readonly operations: Readonly<Record<Operation, string>>;
  readonly siteKinds: Readonly<Record<SiteKind, string>>;
  readonly roles: Readonly<Record<PartyRole, string>>;
  readonly organisations: Readonly<Record<Organisation, string>>;
  readonly buyers: Readonly<Record<BuyerKind, string>>;
  readonly states: Readonly<Record<LotState, string>>;
  readonly handovers: Readonly<Record<HandoverState, string>>;
  readonly outcomes: Readonly<
    Record<'accepted' | 'refused' | 'missing' | 'takenBack' | 'writtenOff' | 'returned' | 'remedied', string>
  >;
  readonly amounts: Readonly<
    Record<
      | 'created'
      | 'available'
      | 'returned'
      | 'inTransit'
      | 'used'
      | 'sold'
      | 'disposed'
      | 'countedLess'
      | 'countedMore',
      string
    >
  >;
  readonly facts: Readonly<Record<FactName, string>>;
  readonly titles: Readonly<Record<TitleName, string>>;
  /** What the marks of the map stand for. */
  readonly mapMarks: Readonly<Record<MapMark, string>>;
  readonly sentences: Readonly<Record<SentenceName, string>>;
  /** An amount of counted things, with its noun. */
  count(count: number, noun: CountNoun): string;
  days(count: number): string;
  lateBy(days: number): string;
  approximately(text: string): string;
  stepsCount(count: number): string;
  andMorePlaces(count: number): string;
  andMoreLots(count: number): string;
  andMoreProducts(count: number): string;
  coSigned(count: number): string;
  indexedUpTo(block: number, time: string): string;
  unknownLot(lot: string, gtin: string): string;
  badCode(code: string): string;
}

export type FactName =
  | 'brand'
  | 'maker'
  | 'origin'
  | 'madeIn'
  | 'madeOn'
  | 'bestBefore'
  | 'shelfLife'
  | 'netContent'
  | 'category'
  | 'standard'
  | 'gtin'
  | 'lot'
  | 'party'
  | 'creditCode'
  | 'licence'
  | 'site'
  | 'counterparty'
  | 'saidAt'
  | 'recordedAt'
  | 'goods'
  | 'usedUp'
  | 'made'
  | 'soldTo'
  | 'reason'
  | 'handover'
  | 'sentBy'
  | 'receivedBy'
  | 'shipment'
  | 'signature'
  | 'record'
  | 'breaches'
  | 'promise'
  | 'product'
  | 'placeOfOrigin'
  | 'declarer'
  | 'declaredOn'
  | 'amount'
  | 'contact'
  | 'report'
  | 'callMaker'
  | 'callRegulator'
  | 'callPhone';

export type MapMark = 'origin' | 'made' | 'sold';

export type TitleName =
  | 'way'
  | 'amounts'
  | 'papers'
  | 'ingredients'
  | 'about'
  | 'skip'
  | 'languageChoice'
  | 'orderChoice'
  | 'oldestFirst'
  | 'newestFirst'
  | 'unknownLot'
  | 'badCode'
  | 'error'
  | 'ownPage'
  | 'map'
  | 'outside'
  | 'share';

export type SentenceName =
  | 'whatSignaturesSay'
  | 'notVerifiedHere'
  | 'onlyRecorded'
  | 'demonstration'
  | 'naturalPerson'
  | 'naturalPersonLong'
  | 'unknownDivision'
  | 'noAncestors'
  | 'truncated'
  | 'signed'
  | 'notSignedYet'
  | 'unknownLotAdvice'
  | 'badCodeAdvice'
  | 'error'
  | 'errorAdvice'
  | 'wordsWait'
  | 'openInBrowser'
  | 'promiseOne'
  | 'promiseTwo'
  | 'contactOnPackage'
  | 'unreadableCode'
  | 'share';
