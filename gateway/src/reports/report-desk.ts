import { hash, randomUUID } from 'node:crypto';
import { GatewayProblem } from '../http/problem.ts';
import { readTypedCode } from '../http/typed-code.ts';
import type { Store } from '../store/open-store.ts';
import { findRoute } from './find-route.ts';
import { makeReceipt } from './receipt-number.ts';
import type { Report } from './report.ts';
import { ReportLimits } from './report-limits.ts';
import type { ReportLookRow, ReportRow } from './report-tables.ts';
import type { Seal } from './seal.ts';
import { complaintWorkingDays, workingDaysAfter } from './working-days.ts';

const dayMs = 86_400_000;

/** How a report stands, without anything that it says. */
export interface ReportState {
  readonly receipt: string;
  readonly receivedAt: string;
  /** The last day of a complaint's clock, in 北京时间; absent for a disclosure. */
  readonly dueOn?: string;
  readonly keepUntil: string;
  readonly answeredAt?: string;
}

/** A report as the organisation that runs the gateway reads it. */
export interface OpenedReport extends ReportState {
  readonly kind: string;
  readonly matter: string;
  readonly text: string;
  readonly contact: string;
  readonly code: string;
  readonly regulators: readonly string[];
  readonly maker: string | undefined;
  readonly answer: string | undefined;
}

export interface DeskOptions {
  readonly store: Store;
  readonly seal: Seal;
  readonly keepDays: number;
  readonly reportsMax: number;
  readonly now?: () => Date;
}

/** Takes reports in and keeps them sealed. Nothing of it is on the ledger, and no route of the gateway reads what a report says. */
export class ReportDesk {
  readonly #options: DeskOptions;
  readonly #limits = new ReportLimits();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  /**
   * Keeps a report and gives its receipt; the same nonce again gives the same receipt and changes nothing.
   * Throws CODE_INVALID for a code that is none, RATE_LIMITED for one address or all, REPORTS_FULL.
   */
  async receive(report: Report, address: string): Promise<ReportState> {
    const nonce = hash('sha256', report.nonce, 'base64url');
    const before = await this.#find('nonce', nonce);
    if (before) return stateOf(before);
    const named = nameOf(report);
    this.#limits.count(address, this.#now.getTime());
    await this.#refuseWhenFull();
    const row = await this.#rowOf(report, { nonce, ...named });
    await this.#options.store.db
      .insertInto('reports')
      .values(row)
      .onConflict((conflict) => conflict.column('nonce').doNothing())
      .execute();
    // Where the same form arrived twice at once, the first one counts.
    return stateOf((await this.#find('nonce', nonce)) ?? row);
  }

  /** Undefined where there is no such receipt, or its report is no longer kept. */
  async find(receipt: string): Promise<ReportState | undefined> {
    const row = await this.#find('receipt', receipt);
    return row && stateOf(row);
  }

  /** The newest first, at most 200, without words and contacts. The look is written down. */
  async list(who: string): Promise<readonly Omit<OpenedReport, 'text' | 'contact' | 'answer'>[]> {
    await this.#look(who, 'list', '');
    const rows = await this.#options.store.read((db) =>
      db.selectFrom('reports').selectAll().orderBy('received_at', 'desc').limit(listMax).execute(),
    );
    return rows.map(headOf);
  }

  /** Undefined where there is none. The look is written down before anything is opened. */
  async show(who: string, receipt: string): Promise<OpenedReport | undefined> {
    const row = await this.#find('receipt', receipt);
    if (!row) return undefined;
    await this.#look(who, 'show', receipt);
    const { seal } = this.#options;
    const { text, contact } = JSON.parse(seal.open(row.sealed, aboutOf(row))) as Pick<
      Report,
      'text' | 'contact'
    >;
    const answer = row.answer === null ? undefined : seal.open(row.answer, `${aboutOf(row)} answer`);
    return { ...headOf(row), text, contact, answer };
  }

  /** Writes what was answered; false where there is no such report or it has an answer. */
  async answer(who: string, receipt: string, text: string): Promise<boolean> {
    const row = await this.#find('receipt', receipt);
    if (!row || row.answered_at !== null) return false;
    await this.#look(who, 'answer', receipt);
    const changed = await this.#options.store.db
      .updateTable('reports')
      .set({
        answered_at: this.#now.toISOString(),
        answer: this.#options.seal.seal(text, `${aboutOf(row)} answer`),
      })
      .where('receipt', '=', receipt)
      .where('answered_at', 'is', null)
      .executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  }

  /** Deletes what is kept no longer, with the looks at it. Returns how many reports went. */
  async sweep(): Promise<number> {
    const { db } = this.#options.store;
    const now = this.#now;
    const gone = await db
      .deleteFrom('reports')
      .where('keep_until', '<=', now.toISOString())
      .executeTakeFirst();
    const looksFrom = new Date(now.getTime() - looksKeepDays * dayMs).toISOString();
    await db.deleteFrom('report_looks').where('at', '<=', looksFrom).execute();
    return Number(gone.numDeletedRows);
  }

  async #rowOf(report: Report, { nonce, gtin, lot, serial }: Named & { nonce: string }): Promise<ReportRow> {
    const { kind, matter, text, contact } = report;
    const receipt = makeReceipt();
    const at = this.#now;
    const route = await this.#options.store.read((db) => findRoute(db, { gtin, lot }));
    return {
      receipt,
      nonce,
      kind,
      matter,
      sealed: this.#options.seal.seal(JSON.stringify({ text, contact }), aboutOf({ receipt, kind })),
      gtin,
      lot,
      serial,
      division: route.division,
      regulators: JSON.stringify(route.regulators),
      maker: kind === 'complaint' ? route.maker : null,
      received_at: at.toISOString(),
      due_on: kind === 'complaint' ? workingDaysAfter(at.toISOString(), complaintWorkingDays) : null,
      keep_until: new Date(at.getTime() + this.#options.keepDays * dayMs).toISOString(),
      answered_at: null,
      answer: null,
    };
  }

  async #refuseWhenFull(): Promise<void> {
    const { count } = await this.#options.store.read((db) =>
      db
        .selectFrom('reports')
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow(),
    );
    if (Number(count) >= this.#options.reportsMax)
      throw new GatewayProblem('REPORTS_FULL', 'as many reports are kept as may be', {
        'Retry-After': '86400',
      });
  }

  /** What is past its day is not there, also before it is swept. */
  #find(column: 'receipt' | 'nonce', value: string): Promise<ReportRow | undefined> {
    return this.#options.store.read((db) =>
      db
        .selectFrom('reports')
        .selectAll()
        .where(column, '=', value)
        .where('keep_until', '>', this.#now.toISOString())
        .executeTakeFirst(),
    );
  }

  async #look(who: string, what: ReportLookRow['what'], receipt: string): Promise<void> {
    const row = { id: randomUUID(), at: this.#now.toISOString(), who, what, receipt };
    await this.#options.store.db.insertInto('report_looks').values(row).execute();
  }
}

const listMax = 200;
const looksKeepDays = 1_095;
const aboutOf = ({ receipt, kind }: Pick<ReportRow, 'receipt' | 'kind'>): string => `${receipt} ${kind}`;

type Named = Pick<ReportRow, 'gtin' | 'lot' | 'serial'>;

function nameOf({ code, lot }: Report): Named {
  if (code.trim() === '' && lot.trim() === '') return { gtin: null, lot: null, serial: null };
  const read = readTypedCode(code, lot);
  if (!('gtin' in read))
    throw new GatewayProblem('CODE_INVALID', 'the code is no GTIN with a lot number; it may be left out');
  return {
    gtin: read.gtin,
    lot: read.kind === 'product' ? null : read.lot,
    serial: read.kind === 'item' ? read.serial : null,
  };
}

function stateOf(row: ReportRow): ReportState {
  return {
    receipt: row.receipt,
    receivedAt: row.received_at,
    ...(row.due_on !== null && { dueOn: row.due_on }),
    keepUntil: row.keep_until,
    ...(row.answered_at !== null && { answeredAt: row.answered_at }),
  };
}

function headOf(row: ReportRow): Omit<OpenedReport, 'text' | 'contact' | 'answer'> {
  const parts = [row.gtin, row.lot, row.serial].filter((part) => part !== null);
  return {
    ...stateOf(row),
    kind: row.kind,
    matter: row.matter,
    code: parts.join(' '),
    regulators: JSON.parse(row.regulators) as readonly string[],
    maker: row.maker ?? undefined,
  };
}
