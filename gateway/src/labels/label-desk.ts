import type { CodeShelf } from '../codes/code-shelf.ts';
import type { LotName } from '../http/parts.ts';
import type { CodeSetsAnswer } from '../store/queries/item-codes.ts';
import { type LabelFonts, openFonts } from './fonts.ts';
import { type LabelJob, LabelJobs } from './label-jobs.ts';
import type { LabelSubject } from './label-layout.ts';
import { type LabelOrder, lotNameOfId, prepareOrder } from './label-order.ts';
import { printLabels } from './print-labels.ts';

export interface LabelDeskParts {
  readonly folder: string;
  readonly font: string | undefined;
  readonly shelf: CodeShelf;
  readonly readSets: (name: LotName) => Promise<CodeSetsAnswer>;
  readonly readSubject: (name: LotName) => Promise<LabelSubject | undefined>;
}

/** Everything that HTTP asks of labels. */
export class LabelDesk {
  readonly #parts: LabelDeskParts;
  readonly jobs: LabelJobs;
  #fonts: Promise<LabelFonts> | undefined;

  constructor(parts: LabelDeskParts) {
    this.#parts = parts;
    this.jobs = new LabelJobs(parts.folder);
  }

  subject(name: LotName): Promise<LabelSubject | undefined> {
    return this.#parts.readSubject(name);
  }

  /** Opened at their first need, and kept: 20 MB for 中文. Throws FontError. */
  fonts(): Promise<LabelFonts> {
    this.#fonts ??= openFonts(this.#parts.font).catch((error: unknown) => {
      // Not remembered: a font may be installed while the gateway runs.
      this.#fonts = undefined;
      throw error;
    });
    return this.#fonts;
  }

  /** Begins to draw labels that lead to `publicUrl`. Throws LabelOrderError, FontError, LabelJobsFull or RangeError. */
  async begin(order: LabelOrder, publicUrl: string): Promise<LabelJob> {
    const name = lotNameOfId(order.lot);
    const { shelf, readSets } = this.#parts;
    const [subject, sets, fonts] = [await this.subject(name), await readSets(name), await this.fonts()];
    const prepared = await prepareOrder(order, { subject, sets, shelf });
    return this.jobs.begin(prepared, (to) => printLabels({ ...prepared, ...to, fonts, publicUrl }));
  }
}
