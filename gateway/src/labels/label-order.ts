import {
  DaySchema,
  GtinSchema,
  LotIdSchema,
  limits,
  lotNumberOf,
  PartyIdSchema,
} from '@mengsu/chaincode/model';
import * as z from 'zod';
import type { CodeShelf } from '../codes/code-shelf.ts';
import { readSerials } from '../codes/read-serials.ts';
import type { CodeSetAnswer, CodeSetsAnswer } from '../store/queries/item-codes.ts';
import type { LabelSubject } from './label-layout.ts';
import { PaperSchema } from './label-paper.ts';
import { type PrintRun, printFormats } from './print-labels.ts';

const place = () =>
  z
    .int()
    .min(0)
    .max(limits.codesPerSetMax - 1);
export const copiesMax = 10_000;
const dotsPerInch = [203, 300, 600] as const;

/** Labels to be drawn: of the pieces of a set (places from, to, both counted), or copies of the lot's own where no set is named. */
export const LabelOrderSchema = z
  .strictObject({
    lot: LotIdSchema,
    set: z.int().min(1).max(99_999).optional(),
    /** Whose set; needed where two parties have issued one of that number. */
    party: PartyIdSchema.optional(),
    from: place().optional(),
    to: place().optional(),
    copies: z.int().min(1).max(copiesMax).default(24),
    /** Of a lot that is not on the ledger yet. */
    bestBefore: DaySchema.optional(),
    format: z.enum(printFormats).default('pdf'),
    paper: z.string().max(12).default('a4'),
    dpi: z.literal(dotsPerInch).default(300),
  })
  .meta({ id: 'LabelOrder' });
export type LabelOrder = z.infer<typeof LabelOrderSchema>;

/** An order that cannot be carried out; the message says why. */
export class LabelOrderError extends Error {
  override readonly name = 'LabelOrderError';
  readonly kind: 'unknown' | 'invalid';
  constructor(kind: LabelOrderError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface LabelSources {
  readonly subject: LabelSubject | undefined;
  readonly sets: CodeSetsAnswer;
  readonly shelf: Pick<CodeShelf, 'has' | 'fileOf'>;
}

export interface PreparedOrder
  extends Pick<PrintRun, 'subject' | 'serials' | 'format' | 'paper' | 'dotsPerMm'> {
  readonly total: number;
}

const mmPerInch = 25.4;

/** An order with everything that it needs. Throws LabelOrderError. */
export async function prepareOrder(order: LabelOrder, sources: LabelSources): Promise<PreparedOrder> {
  const paper = PaperSchema.safeParse(order.paper);
  if (!paper.success)
    throw new LabelOrderError('invalid', 'paper is a4, a4:COLUMNSxROWS, or WIDTHxHEIGHT in millimetres');
  const { subject } = sources;
  if (!subject) throw new LabelOrderError('unknown', 'the product is not in the index');
  const common = {
    subject: { ...subject, bestBefore: subject.bestBefore ?? order.bestBefore },
    format: order.format,
    paper: paper.data,
    dotsPerMm: order.dpi / mmPerInch,
  };
  if (order.set === undefined) return { ...common, total: order.copies, serials: copiesOf(order.copies) };
  return { ...common, ...(await itemsOf(order, sources)) };
}

async function itemsOf(order: LabelOrder, { sets, shelf }: LabelSources) {
  const set = setOf(order, sets);
  if (!(await shelf.has(set))) throw new LabelOrderError('unknown', 'the codes of this set are not here');
  const { from = 0, to = set.count - 1 } = order;
  if (from > to || to >= set.count)
    throw new LabelOrderError('invalid', `the set has codes 0 to ${set.count - 1}, not ${from} to ${to}`);
  const voided = set.ranges.filter(({ reason }) => reason !== undefined).map(({ range }) => range);
  return { total: to - from + 1, serials: readSerials(shelf.fileOf(set), [from, to], voided) };
}

function setOf({ lot, set, party }: LabelOrder, { sets }: CodeSetsAnswer): CodeSetAnswer {
  const named = sets.filter((one) => one.set === set && (party === undefined || one.party === party));
  const [only] = named;
  if (!only) throw new LabelOrderError('unknown', `the index has no code set ${set} of ${lotNumberOf(lot)}`);
  if (named.length > 1) throw new LabelOrderError('invalid', 'several parties have such a set: name one');
  return only;
}

async function* copiesOf(count: number): AsyncGenerator<undefined> {
  for (let done = 0; done < count; done++) yield undefined;
}

/** The two halves of a lot id. */
export const lotNameOfId = (lot: string): { readonly gtin: string; readonly lot: string } => ({
  gtin: GtinSchema.parse(lot.slice(0, 14)),
  lot: lotNumberOf(lot),
});
