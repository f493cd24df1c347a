import * as z from 'zod';
import {
  CapacityClassSchema,
  CategoryCodeSchema,
  DivisionSchema,
  GlnSchema,
  GtinSchema,
  InputNumberSchema,
  ProcessIdSchema,
  SiteCodeSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { CreatedAmountSchema, MeasuresSchema, measures } from '../quantity.ts';
import { baseFields, distinct, NamesSchema } from './base.ts';
import { paperKinds } from './papers.ts';
import { RemitsSchema } from './registry.ts';

export const siteKinds = [
  'pasture',
  'field',
  'orchard',
  'barn',
  'plant',
  'warehouse',
  'store',
  'vehicle',
  'laboratory',
] as const;
export type SiteKind = (typeof siteKinds)[number];

/** A place of the party's own; what it may yield is certified by others. */
export const RegisterSiteSchema = z.strictObject({
  ...baseFields,
  act: z.literal('registerSite'),
  site: SiteCodeSchema,
  kind: z.enum(siteKinds),
  division: DivisionSchema,
  gln: GlnSchema.optional(),
});

/** What a medicine's or pesticide's interval is counted for. */
export const uses = ['meat', 'milk', 'eggs', 'crop'] as const;
export type Use = (typeof uses)[number];

/** What capacity is certified in: square metres of bearing area, or head. */
export const capacityUnits = ['areaM2', 'head'] as const;
export type CapacityUnit = (typeof capacityUnits)[number];

/** The most that 1,000 units of a class yield in a season, in every measure of the category (766 kg a mu = 1,149,000 g of 1,000 m²). */
const CeilingSchema = z.strictObject({
  class: CapacityClassSchema,
  unit: z.enum(capacityUnits),
  perThousand: CreatedAmountSchema,
});
export type Ceiling = z.infer<typeof CeilingSchema>;

/** Acts at which a category may want papers of its goods, or a passed test. */
export const wantingActs = ['transform', 'dispatch', 'receive', 'sell'] as const;
export type WantingAct = (typeof wantingActs)[number];

const PaperListSchema = z
  .array(z.enum(paperKinds))
  .min(1)
  .max(paperKinds.length)
  .refine((kinds) => distinct(kinds, String), { error: 'a kind twice' })
  .optional();

/**
 * 品类: how a kind of goods is counted, who watches over it, and what is asked of it: set by a certifier and a regulator together.
 * `stage` orders kinds from field to shelf: no process leads back, and only one that leads on may gain (registerProcess).
 */
export const RegisterCategorySchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('registerCategory'),
    category: CategoryCodeSchema,
    commodity: CategoryCodeSchema,
    names: NamesSchema,
    measures: MeasuresSchema,
    remits: RemitsSchema,
    stage: z.int().min(0).max(99).optional(),
    use: z.enum(uses).optional(),
    /** True where 承诺达标合格证 is asked for. */
    declared: z.literal(true).optional(),
    papers: z
      .strictObject({
        transform: PaperListSchema,
        dispatch: PaperListSchema,
        receive: PaperListSchema,
        sell: PaperListSchema,
      })
      .optional(),
    tests: z
      .array(z.enum(wantingActs))
      .min(1)
      .max(wantingActs.length)
      .refine((acts) => distinct(acts, String), { error: 'an act twice' })
      .optional(),
    /** What a recount may differ by in 30 days, in thousandths of what lay there. */
    recountPermille: z.int().min(0).max(200).optional(),
    ceilings: z
      .array(CeilingSchema)
      .min(1)
      .max(limits.ceilingsMax)
      .refine((list) => distinct(list, (one) => one.class), { error: 'a class twice' })
      .optional(),
  })
  .refine(
    (event) =>
      (event.ceilings ?? []).every(({ perThousand }) =>
        measures.every(
          (measure) => (perThousand[measure] !== undefined) === event.measures.includes(measure),
        ),
      ),
    { error: 'measures of a ceiling', path: ['ceilings'] },
  );

/** 产品. `contains`: a case of so many pieces of another product of the same owner. */
export const RegisterProductSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('registerProduct'),
    gtin: GtinSchema,
    category: CategoryCodeSchema,
    names: NamesSchema,
    /** What one piece holds, where the product is packed. */
    netContent: CreatedAmountSchema.optional(),
    /** How far a lot may be from pieces × net content, in thousandths of it. */
    netContentPermille: z.int().min(0).max(200).optional(),
    shelfLifeDays: z.int().min(1).max(limits.shelfLifeDaysMax).optional(),
    /** The product's standard, as printed on its label: `GB/T 1354`. */
    standard: z
      .string()
      .regex(/^[A-Z][A-Z0-9/]{1,7} [0-9][0-9.-]{0,19}$/)
      .optional(),
    contains: z.strictObject({ gtin: GtinSchema, count: z.int().min(1).max(100_000) }).optional(),
  })
  .refine((event) => event.netContentPermille === undefined || event.netContent !== undefined, {
    error: 'tolerance of nothing',
    path: ['netContentPermille'],
  })
  .refine((event) => event.contains?.gtin !== event.gtin, {
    error: 'contains itself',
    path: ['contains', 'gtin'],
  });

export const inputKinds = ['pesticide', 'veterinaryDrug', 'fertiliser', 'feed', 'additive'] as const;

const IntervalSchema = z.int().min(0).max(limits.intervalDaysMax).optional();

/** 投入品: its interval in days for each use, 安全间隔期 and 停药期. A use that is not named has none. */
export const RegisterInputSchema = z.strictObject({
  ...baseFields,
  act: z.literal('registerInput'),
  input: InputNumberSchema,
  kind: z.enum(inputKinds),
  names: NamesSchema,
  intervals: z.strictObject({
    meat: IntervalSchema,
    milk: IntervalSchema,
    eggs: IntervalSchema,
    crop: IntervalSchema,
  }),
});

/** How much of a measure may come out of a measure of the principal input: out · 1000 ≤ in · maxPermille. */
const BandSchema = z
  .strictObject({
    from: z.enum(measures),
    to: z.enum(measures),
    /** What is usual at least: less is a question for a sentinel, not a breach. */
    minPermille: z.int().min(0).max(limits.bandPermilleMax).optional(),
    maxPermille: z.int().min(1).max(limits.bandPermilleMax),
  })
  .refine((band) => (band.minPermille ?? 0) <= band.maxPermille, { error: 'band', path: ['minPermille'] });
export type Band = z.infer<typeof BandSchema>;

const ProcessOutputSchema = z.strictObject({
  category: CategoryCodeSchema,
  bands: z
    .array(BandSchema)
    .min(1)
    .max(limits.bandsMax)
    .refine((bands) => distinct(bands, ({ from, to }) => `${from} ${to}`), { error: 'a band twice' }),
});

const AdditionSchema = z.strictObject({
  category: CategoryCodeSchema,
  /** Of the principal input, by mass. */
  maxPermille: z.int().min(1).max(1000),
});

/** 工艺: which principal inputs become which outputs within which bands, and which additions are debited beside them. */
export const RegisterProcessSchema = z.strictObject({
  ...baseFields,
  act: z.literal('registerProcess'),
  process: ProcessIdSchema,
  names: NamesSchema,
  principal: z
    .array(CategoryCodeSchema)
    .min(1)
    .max(limits.processInputsMax)
    .refine((list) => distinct(list, String), { error: 'a category twice' }),
  outputs: z
    .array(ProcessOutputSchema)
    .min(1)
    .max(limits.processOutputsMax)
    .refine((list) => distinct(list, ({ category }) => category), { error: 'a category twice' }),
  additions: z
    .array(AdditionSchema)
    .min(1)
    .max(limits.processInputsMax)
    .refine((list) => distinct(list, ({ category }) => category), { error: 'a category twice' })
    .optional(),
});
