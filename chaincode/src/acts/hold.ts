import {
  assertNever,
  type CategoryRecord,
  type EventOf,
  type HoldingRecord,
  type HoldRecord,
  type HoldSubject,
  isNothing,
  keyOf,
  LedgerError,
  type LotRecord,
  nothing,
  type OrganisationRecord,
  type PartyRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, type Change, put, type Read, type Scene } from './act.ts';
import { emptyHolding, requireCategoryOf } from './holdings.ts';
import { jurisdictionOfLots, officeOf, requireRegulatorOr, watchesAll } from './office.ts';
import { mintsTrust } from './parties.ts';
import { gatherHolds, placeMark, type Standings } from './placing.ts';
import { readCategoriesOf, readHoldings, readLots } from './read-records.ts';
import type { Jurisdiction } from './remit.ts';
import { isCertifier, isRegulator, requireDeviceRole, requireLot, requireSite } from './require.ts';

type Hold = EventOf<'hold'>;
type OnLots = Extract<HoldSubject, { kind: 'lots' }>;
type OnHolding = Extract<HoldSubject, { kind: 'holding' }>;
type OnParty = Extract<HoldSubject, { kind: 'party' }>;

interface HoldFacts {
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly categories: ReadonlyMap<string, CategoryRecord>;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
  readonly site: SiteRecord | undefined;
  readonly subject: PartyRecord | undefined;
  readonly organisation: OrganisationRecord | undefined;
  readonly standing: Standings<HoldRecord>;
}

const lotsOf = ({ subject }: Hold): readonly string[] => (subject.kind === 'party' ? [] : subject.lots);

/**
 * 封存: on lots wherever they lie, on what lies at one site, or on all that a party has. By a regulator who watches over it or a certifier; on
 * lots also by their maker, on what lies at a site by its holder.
 */
export const hold: Act<Hold, HoldFacts> = {
  keys: (event) => [...lotsOf(event).map(keyOf.lot), ...subjectKeys(event.subject)],

  async keysThatFollow(event, read) {
    const { lots, holdings, party } = await readSubject(event, read);
    return [
      ...[...lots.values()].map(({ category }) => keyOf.category(category)),
      ...holdsOn(event, { lots, holdings, party }).map(keyOf.hold),
      ...(party ? [keyOf.organisation(party.organisation)] : []),
    ];
  },

  gather: gatherHold,

  decide(event, facts, scene) {
    const { subject } = event;
    switch (subject.kind) {
      case 'lots':
        return { changes: holdLots(event, subject, facts, scene) };
      case 'holding':
        return { changes: holdHolding(event, subject, facts, scene) };
      case 'party':
        return { changes: holdParty(event, subject, facts, scene) };
      default:
        return assertNever(subject);
    }
  },
};

function subjectKeys(subject: HoldSubject): string[] {
  if (subject.kind === 'lots') return [];
  if (subject.kind === 'party') return [keyOf.party(subject.party)];
  const { party, site, lots } = subject;
  return [keyOf.site(party, site), ...lots.map((lot) => keyOf.holding(party, site, lot))];
}

/** What the hold is placed on. */
interface Subject {
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
  readonly party: PartyRecord | undefined;
}

async function readSubject(event: Hold, read: Read): Promise<Subject> {
  const { subject } = event;
  const lots = await readLots(lotsOf(event), read);
  if (subject.kind === 'party')
    return { lots, holdings: new Map(), party: await read(keyOf.party(subject.party)) };
  const place = subject.kind === 'holding' ? await readHoldings(subject, subject.lots, read) : new Map();
  return { lots, holdings: place, party: undefined };
}

/** The holds that are on it already. */
function holdsOn({ subject }: Hold, { lots, holdings, party }: Subject): string[] {
  const marked = subject.kind === 'lots' ? [...lots.values()] : [...holdings.values(), party];
  return marked.flatMap((each) => each?.holds ?? []);
}

async function gatherHold(event: Hold, read: Read): Promise<HoldFacts> {
  const { subject } = event;
  const found = await readSubject(event, read);
  const { lots, holdings, party } = found;
  return {
    ...{ lots, holdings, subject: party },
    categories: await readCategoriesOf(lots.values(), read),
    standing: await gatherHolds(holdsOn(event, found), read),
    site: subject.kind === 'holding' ? await read(keyOf.site(subject.party, subject.site)) : undefined,
    organisation: party && (await read(keyOf.organisation(party.organisation))),
  };
}

const knownLots = ({ lots }: HoldFacts): LotRecord[] => [...lots.values()].filter((lot) => !lot.reversed);

/** True where an office holds them: a certifier, or one whose remits watch over every lot in the division: only regulators have remits. */
function isOfficial(division: string, facts: HoldFacts, scene: Scene): boolean {
  if (isCertifier(scene.signer)) return true;
  const categories = knownLots(facts).map((lot) => requireCategoryOf(lot, facts));
  return watchesAll(scene.signer.party, categories, division);
}

function holdLots(event: Hold, { lots }: OnLots, facts: HoldFacts, scene: Scene): Change[] {
  requireDeviceRole(scene, 'operator');
  const known = knownLots(facts);
  const jurisdiction = jurisdictionOfLots(known, facts.categories);
  const byOffice = isOfficial(jurisdiction.division, facts, scene);
  const isMaker = known.every((lot) => lot.maker === event.party);
  requireOffice(byOffice || isMaker, event, scene, jurisdiction);
  const named = lots.map((lotId) => [lotId, requireLot(facts.lots.get(lotId), lotId)] as const);
  const record = holdRecord(event, jurisdiction, { byOffice, scene });
  const marked = named.map(([lotId, lot]) => {
    const mark = { id: scene.id, voluntary: record.voluntary };
    return put(keyOf.lot(lotId), { ...lot, holds: placeMark(mark, lot.holds, facts.standing, lotId) });
  });
  return [put(keyOf.hold(scene.id), record), ...marked];
}

/** A regulator is judged by where the goods lie. */
function holdHolding(
  event: Hold,
  { party, site, lots }: OnHolding,
  facts: HoldFacts,
  scene: Scene,
): Change[] {
  requireDeviceRole(scene, 'operator');
  const division = facts.site?.division ?? '';
  const { remits } = jurisdictionOfLots(knownLots(facts), facts.categories);
  const byOffice = isOfficial(division, facts, scene);
  const isUnknown = facts.site === undefined && isRegulator(scene.signer);
  requireOffice(byOffice || isUnknown || event.party === party, event, scene, { remits, division });
  requireSite(facts.site, party, site);
  for (const lot of lots) requireLot(facts.lots.get(lot), lot);
  const record = holdRecord(event, { remits, division }, { byOffice, scene });
  const marked = lots.map((lot) => {
    const holding = requireSomething(facts.holdings.get(lot), lot, `${party}/${site}`);
    const mark = { id: scene.id, voluntary: record.voluntary };
    const holds = placeMark(mark, holding.holds, facts.standing, `${lot} at ${party}/${site}`);
    return put(keyOf.holding(party, site, lot), { ...holding, holds });
  });
  return [put(keyOf.hold(scene.id), record), ...marked];
}

/** All that a party has; not one that mints trust or keeps an organisation's keys, whose hands the others need. */
function holdParty(event: Hold, { party }: OnParty, facts: HoldFacts, scene: Scene): Change[] {
  const { subject, organisation, standing } = facts;
  if (!subject) throw new LedgerError('PARTY_UNKNOWN', `${party} is not enrolled`);
  if (mintsTrust(subject.roles) || organisation?.party === party)
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `${party} is a certifier, a regulator or an organisation's own`,
    );
  const jurisdiction = { remits: [], division: subject.division };
  requireRegulatorOr(isCertifier(scene.signer), event, scene, { what: party, jurisdiction });
  const mark = { id: scene.id, voluntary: undefined };
  const holds = placeMark(mark, subject.holds, standing, party);
  const record = holdRecord(event, jurisdiction, { byOffice: true, scene });
  return [put(keyOf.hold(scene.id), record), put(keyOf.party(party), { ...subject, holds })];
}

/** A regulator here must watch over every lot: one whose remits cover them only together is refused too. */
function requireOffice(
  isAllowed: boolean,
  event: Hold,
  scene: Scene,
  { remits, division }: Jurisdiction,
): void {
  if (isAllowed) return;
  const what = lotsOf(event)[0] ?? '';
  if (!isRegulator(scene.signer))
    throw new LedgerError('ROLE_NOT_ALLOWED', `${what} is no matter of ${event.party}'s`);
  const found = `the lots are watched by ${remits.join(', ')} in ${division}`;
  const { party } = scene.signer;
  throw new LedgerError(
    'OUT_OF_REMIT',
    `${found}, the regulator is of ${party.remits?.join(', ')} in ${party.divisionPrefix}`,
  );
}

function requireSomething(holding: HoldingRecord | undefined, lot: string, place: string): HoldingRecord {
  const found = holding ?? emptyHolding;
  const { available, returned = nothing, loaded = nothing } = found;
  if (![available, returned, loaded].every(isNothing)) return found;
  throw new LedgerError('HOLDING_TOO_SMALL', `nothing of ${lot} lies at ${place}`);
}

/** Who says that a test failed has no way back of its own, be it the maker; it gives way to an office's hold all the same. */
function holdRecord(
  event: Hold,
  { remits, division }: Jurisdiction,
  { byOffice, scene }: { readonly byOffice: boolean; readonly scene: Scene },
): HoldRecord {
  const failedTest = event.reason === 'failedTest' ? true : undefined;
  const voluntary = byOffice ? undefined : true;
  const office = officeOf({ ...scene, cosigners: [] });
  return { by: event.party, remits, division, office, failedTest, voluntary };
}
