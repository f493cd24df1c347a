import type { ActName, EventOf, PaperKind, TrustState } from '@mengsu/chaincode/model';

/** Why something was done: one word for one code, whichever act says it. */
export type Reason =
  | EventOf<'dispose' | 'recount' | 'hold' | 'recall' | 'voidCodes' | 'correct'>['reason']
  | 'breach'
  | 'interval';

/** What the first screen says before anything else, the most urgent first. */
export const warnings = [
  'recalled',
  'recalledEarlier',
  'held',
  'heldEarlier',
  'reversed',
  'expired',
  'heldPart',
] as const;
export type Warning = (typeof warnings)[number];

/** The words of the law's acts and findings in one language. */
export interface LawWords {
  readonly acts: Readonly<Record<ActName, string>>;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly papers: Readonly<Record<PaperKind, string>>;
  readonly verdicts: Readonly<Record<EventOf<'inspect'>['verdict'], string>>;
  readonly bases: Readonly<Record<EventOf<'declare'>['basis'], string>>;
  readonly sources: Readonly<Record<EventOf<'admit'>['source'], string>>;
  readonly purposes: Readonly<Record<EventOf<'sample'>['purpose'], string>>;
  readonly observed: Readonly<Record<EventOf<'observe'>['quantity'], string>>;
  /** Schemes by their code; another one is named by its code. */
  readonly schemes: Readonly<Record<string, string>>;
  readonly trust: Readonly<Record<TrustState, string>>;
  readonly inputKinds: Readonly<Record<EventOf<'registerInput'>['kind'], string>>;
  readonly warnings: Readonly<Record<Warning, string>>;
  readonly marks: Readonly<Record<MarkWord, string>>;
  readonly lines: Readonly<Record<LineName, string>>;
  level(level: number): string;
  form(form: number): string;
  range(from: string, until: string): string;
  ofLot(lot: string): string;
}

export type MarkWord = 'recall' | 'hold' | 'level' | 'since' | 'by' | 'byRule' | 'names';

export type LineName =
  | 'claims'
  | 'noClaims'
  | 'notWhileMarked'
  | 'declarations'
  | 'tests'
  | 'noTests'
  | 'treatments'
  | 'papers'
  | 'verdict'
  | 'basis'
  | 'source'
  | 'producedOn'
  | 'process'
  | 'input'
  | 'purpose'
  | 'codes'
  | 'observed'
  | 'certificate'
  | 'covers'
  | 'ended'
  | 'corrected'
  | 'reversedStep'
  | 'revoked';
