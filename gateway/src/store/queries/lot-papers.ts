import { gtinOf, instantMs, limits, lotNumberOf, type Names } from '@mengsu/chaincode/model';
import type { ClaimView, DeclarationView, TestView, TreatmentView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { EventRow } from '../index-tables.ts';
import type { CertificateRow, DeclarationRow, InspectionRow, TreatmentRow } from '../law-tables.ts';
import { parseAmount } from './amounts.ts';
import { inGroups } from './in-groups.ts';
import type { Views } from './views.ts';

type Said = Pick<EventRow, 'id' | 'said_at'>;

/** What speaks for a lot beside its steps, before names are looked up. */
export interface PaperRows {
  readonly claims: readonly CertificateRow[];
  readonly declarations: readonly (DeclarationRow & Pick<EventRow, 'said_at'>)[];
  readonly tests: readonly (InspectionRow & Said)[];
  readonly treatments: readonly (TreatmentRow & {
    readonly id: string;
    readonly names: string;
    readonly kind: string;
  })[];
}

const rowsMax = 40;

/** Claims and declarations are of the lot itself; tests and treatments of what went into it too. Of more than 40 of a kind the newest are told. */
export async function readPapers(
  db: Queryable,
  root: string,
  ancestors: readonly string[],
): Promise<PaperRows> {
  const family = [root, ...ancestors];
  return {
    claims: await db
      .selectFrom('lot_claims')
      .innerJoin('certificates', 'certificates.id', 'lot_claims.certificate')
      .selectAll('certificates')
      .where('lot_claims.lot', '=', root)
      .where('lot_claims.lost', '=', 0)
      .orderBy('lot_claims.scheme')
      .execute(),
    declarations: await db
      .selectFrom('declarations')
      .innerJoin('events', 'events.ordinal', 'declarations.event')
      .selectAll('declarations')
      .select('events.said_at')
      .where('lot', '=', root)
      .orderBy('declarations.event', 'desc')
      .limit(rowsMax)
      .execute(),
    tests: newest(await inGroups(family, (group) => readTests(db, group))),
    treatments: newest([...(await readTreatmentsOf(db, family)), ...(await readTreatmentsAt(db, family))]),
  };
}

function newest<R extends { readonly event: number }>(rows: readonly R[]): R[] {
  const byEvent = new Map(rows.map((row) => [row.event, row]));
  return [...byEvent.values()].sort((left, right) => right.event - left.event).slice(0, rowsMax);
}

const readTests = (db: Queryable, lots: readonly string[]): Promise<PaperRows['tests'][number][]> =>
  db
    .selectFrom('inspections')
    .innerJoin('events', 'events.ordinal', 'inspections.event')
    .selectAll('inspections')
    .select(['events.id', 'events.said_at'])
    .where('lot', 'in', lots)
    .orderBy('inspections.event', 'desc')
    .limit(rowsMax)
    .execute();

const treatments = (db: Queryable) =>
  db
    .selectFrom('treatments')
    .innerJoin('events', 'events.ordinal', 'treatments.event')
    .innerJoin('inputs', 'inputs.number', 'treatments.input')
    .selectAll('treatments')
    .select(['events.id', 'inputs.names', 'inputs.kind']);

const readTreatmentsOf = (db: Queryable, lots: readonly string[]) =>
  inGroups(lots, (group) =>
    treatments(db).where('lot', 'in', group).orderBy('treatments.event', 'desc').limit(rowsMax).execute(),
  );

/** What was used on the field or pasture where a lot of the family came into being, in the longest interval before it did. */
async function readTreatmentsAt(db: Queryable, lots: readonly string[]): Promise<PaperRows['treatments']> {
  const born = await inGroups(lots, (group) =>
    db
      .selectFrom('lots')
      .innerJoin('events', 'events.ordinal', 'lots.event')
      .select(['lots.maker', 'lots.site', 'events.said_at'])
      .distinct()
      .where('lots.id', 'in', group)
      .where('events.act', '=', 'commission')
      .limit(rowsMax)
      .execute(),
  );
  const rows: PaperRows['treatments'][number][] = [];
  for (const { maker, site, said_at } of born.slice(0, rowsMax)) {
    const since = new Date(instantMs(said_at) - limits.intervalDaysMax * 86_400_000).toISOString();
    rows.push(
      ...(await treatments(db)
        .where('treatments.party', '=', maker)
        .where('treatments.site', '=', site)
        .where('lot', 'is', null)
        .where('used_from', '<=', said_at)
        .where('used_to', '>=', since)
        .orderBy('treatments.event', 'desc')
        .limit(rowsMax)
        .execute()),
    );
  }
  return rows;
}

/** Who speaks in these rows, to look their names up. */
export const partiesOfPapers = (rows: PaperRows): string[] => [
  ...rows.claims.flatMap(({ issuer, holder }) => [issuer, holder]),
  ...rows.declarations.map(({ party }) => party),
  ...rows.tests.map(({ party }) => party),
  ...rows.treatments.map(({ party }) => party),
];

/** What closed lists hold was written from parsed events only. */
export function papersOf(
  rows: PaperRows,
  views: Views,
): {
  claims: ClaimView[];
  declarations: DeclarationView[];
  tests: TestView[];
  treatments: TreatmentView[];
} {
  return {
    claims: rows.claims.map((row) => ({
      scheme: row.scheme,
      certificate: row.id,
      issuer: views.party(row.issuer),
      holder: views.party(row.holder),
      from: row.valid_from,
      until: row.valid_until,
      scope: {
        products: JSON.parse(row.products) as string[],
        categories: JSON.parse(row.categories) as string[],
        sites: JSON.parse(row.sites) as string[],
      },
      state: row.state as ClaimView['state'],
    })),
    declarations: rows.declarations.map((row) => ({
      eventId: row.id,
      party: views.party(row.party),
      form: row.form as DeclarationView['form'],
      basis: row.basis as DeclarationView['basis'],
      amount: parseAmount(row.amount),
      saidAt: row.said_at,
      ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
    })),
    tests: rows.tests.map((row) => testView(row, views)),
    treatments: rows.treatments.map((row) => ({
      eventId: row.id,
      input: row.input,
      names: JSON.parse(row.names) as Names,
      kind: row.kind as TreatmentView['kind'],
      dose: { milli: row.dose_milli, unit: row.dose_unit as TreatmentView['dose']['unit'] },
      party: views.party(row.party),
      ...(row.lot === null ? {} : { gtin: gtinOf(row.lot), lot: lotNumberOf(row.lot) }),
      from: row.used_from,
      to: row.used_to,
    })),
  };
}

function testView(row: InspectionRow & Said, views: Views): TestView {
  const methods = JSON.parse(row.parameters ?? '[]') as TestView['methods'];
  return {
    eventId: row.id,
    kind: row.sample === null ? 'selfTest' : 'inspect',
    gtin: gtinOf(row.lot),
    lot: lotNumberOf(row.lot),
    party: views.party(row.party),
    verdict: row.verdict as TestView['verdict'],
    methods,
    ...(row.certificate === null ? {} : { certificate: row.certificate }),
    report: row.report,
    saidAt: row.said_at,
  };
}
