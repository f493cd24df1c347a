import type { Language } from '../words/index.ts';
import type { ShownCode } from './judge-code.ts';

/** An instant as an element says it, for machines and for people. */
export interface ShownTime {
  readonly instant: string;
  readonly text: string;
}

/** An amount as an element says it, in base units and for people. */
export interface ShownAmount {
  readonly exact: string;
  readonly text: string;
}

/** A line of a list: what it is called, and what it says. */
export interface ShownFact {
  readonly label: string;
  readonly text: string;
}

/** What a row of the way says, as read from it. */
export interface ShownStep {
  readonly eventId: string;
  /** What was done, as the page words it. */
  readonly title: string;
  /** Who, and at what place. */
  readonly who: string;
  /** Names of the goods on the row's own line, without their amounts. */
  readonly goods: readonly string[];
  readonly tags: readonly string[];
  /** How many rules it says were not kept. */
  readonly breaches: number;
  /** Text of the row's own line that stands in none of its places. */
  readonly loose: string;
  /** Pieces of text of the whole row that are in no element for amounts, times, lots or codes. */
  readonly plain: readonly string[];
  readonly times: readonly ShownTime[];
  readonly amounts: readonly ShownAmount[];
  /** `GTIN/lot number` of every lot that it leads to, and what the link says. */
  readonly lots: readonly { readonly lot: string; readonly text: string }[];
  /** What it unfolds into. */
  readonly facts: readonly ShownFact[];
}

/** A line elsewhere on the page that names a record. */
export interface ShownNote {
  readonly eventId: string;
  /** Among the papers: it tells a verdict where its record has one. */
  readonly isPaper: boolean;
  readonly times: readonly ShownTime[];
  readonly amounts: readonly ShownAmount[];
  readonly tags: readonly string[];
  readonly title: string;
}

/** The page of a lot, as read from it. */
export interface ShownPage {
  readonly lot: string;
  readonly language: Language;
  readonly heading: string;
  readonly owner: string;
  readonly steps: readonly ShownStep[];
  readonly notes: readonly ShownNote[];
  /** Whether it says itself that it leaves records out. */
  readonly isTruncated: boolean;
  /** What stands before the page: a recall. */
  readonly alarm: string;
  /** The warning beside the state. */
  readonly warning: string;
  /** What lies on the lot, line by line. */
  readonly marks: readonly string[];
  readonly bestBefore: ShownTime | undefined;
  readonly facts: readonly ShownFact[];
  readonly parts: readonly (ShownAmount & { readonly label: string })[];
  /** Names of schemes. */
  readonly claims: readonly string[];
  /** What it says of the code of a piece, where it is a piece's page. */
  readonly code?: ShownCode | undefined;
}
