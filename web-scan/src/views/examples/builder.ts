import {
  type Amount,
  creditCodeCheckCharacter,
  gs1CheckDigit,
  type Names,
  type Organisation,
  type SiteKind,
} from '@mengsu/chaincode/model';
import type { LotAmounts, LotPageData, PartyView, SiteView, Step, StepLot } from '../lot-page-data.ts';

/** Invented firms and figures of real kinds of goods, for tests and for looking at the pages. GTINs are of the demonstration range 952. */
export function exampleParty(
  number: number,
  organisation: Organisation,
  division: string,
  names: Names,
): PartyView {
  const body = `91${division}MA0E${String(number).padStart(5, '0')}`;
  return { id: body + creditCodeCheckCharacter(body), names, organisation, division };
}

/** A farmer or herder, known by a commitment only. */
export function examplePerson(number: number, division: string): PartyView {
  return { id: `P${exampleDigest(`person ${number}`)}`, organisation: 'ProducersMSP', division };
}

export const exampleSite = (
  party: PartyView,
  code: string,
  kind: SiteKind,
  division = party.division,
): SiteView => ({
  party: party.id,
  code,
  kind,
  division,
});

export function exampleGtin(digits13: string): string {
  return digits13 + gs1CheckDigit(digits13);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 43 characters that look like a digest of `seed` and compress as badly, always the same (xorshift over FNV-1a). */
export function exampleDigest(seed: string): string {
  let state = 2166136261;
  for (let index = 0; index < seed.length; index++)
    state = Math.imul(state ^ seed.charCodeAt(index), 16777619);
  let text = '';
  while (text.length < 42) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    text += alphabet[(state >>> 8) & 63];
  }
  return `${text}A`;
}

export interface ExampleProduct {
  readonly gtin: string;
  readonly names: Names;
  readonly category: string;
}

export const exampleLot = (
  product: ExampleProduct,
  lot: string,
  amount: Amount,
  side: StepLot['side'] = 'line',
): StepLot => ({ gtin: product.gtin, lot, product: product.names, category: product.category, amount, side });

type Said = Pick<Step, 'act' | 'lots' | 'party' | 'saidAt' | 'depth'> &
  Partial<Omit<Step, 'act' | 'lots' | 'party' | 'saidAt' | 'depth'>>;

/** Steps with what the ledger adds: ids, devices, blocks, and a record 90 seconds after the stated time where nothing else is said. */
export function exampleSteps(said: readonly Said[]): Step[] {
  return said.map((step, index) => ({
    eventId: exampleDigest(`event ${index} ${step.act} ${step.saidAt}`),
    recordedAt: new Date(Date.parse(step.saidAt) + 90_000).toISOString(),
    device: exampleDigest(`device of ${step.party.id}`),
    cosigners: 0,
    block: 40 + index * 3,
    breaches: [],
    ...step,
  }));
}

/** The parts of a page that do not depend on the goods. */
export const exampleFrame = (gtin: string, lot: string) =>
  ({
    truncated: false,
    network: { id: 'mengsu-devnet', ground: 'devnet' },
    indexed: { block: 412, at: '2026-10-08T02:15:00.000Z' },
    canonicalUrl: `https://trace.example/01/${gtin}/10/${encodeURIComponent(lot)}`,
  }) as const satisfies Partial<LotPageData>;

/** Nothing of the lot is anywhere. */
export const noAmounts: LotAmounts = {
  available: {},
  returned: {},
  inTransit: {},
  used: {},
  sold: {},
  disposed: {},
  countedLess: {},
  countedMore: {},
};

/** Nothing is said for the lot or against it. */
export const noPapers = {
  marks: { holds: [], recalls: [] },
  claims: [],
  declarations: [],
  tests: [],
  treatments: [],
  readOn: '2026-10-08',
} as const satisfies Partial<LotPageData>;
