import * as z from 'zod';
import {
  DigestSchema,
  InputNumberSchema,
  LotIdSchema,
  ProcessIdSchema,
  SchemeSchema,
  SeasonSchema,
  SiteCodeSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { CreatedAmountSchema } from '../quantity.ts';
import { baseFields, DaySchema, distinct, InstantSchema, instantMs, TakenLineSchema } from './base.ts';
import { ClaimsSchema, PapersSchema } from './papers.ts';

const MadeLotSchema = z.strictObject({
  lot: LotIdSchema,
  amount: CreatedAmountSchema,
  bestBefore: DaySchema.optional(),
});

/** 产出: a new lot at a site: harvest, milking, birth. Claims use the quota of the season. */
export const CommissionSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('commission'),
    site: SiteCodeSchema,
    ...MadeLotSchema.shape,
    season: SeasonSchema.optional(),
    claims: ClaimsSchema.optional(),
    papers: PapersSchema.optional(),
    /** Merkle root of the ear tags of a livestock lot. */
    earTags: DigestSchema.optional(),
  })
  .refine((event) => event.claims === undefined || event.season !== undefined, {
    error: 'a claim without a season',
    path: ['season'],
  });

/** 入账: opening stock, or goods from outside the system. They carry no claims, and no codes or 合格证 until inspected. */
export const AdmitSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('admit'),
    site: SiteCodeSchema,
    ...MadeLotSchema.shape,
    source: z.enum(['opening', 'outside']),
    /** Salted commitment of the supplier, where the goods came from outside. */
    supplier: DigestSchema.optional(),
    /** Digest of the delivery note, invoice or stock list. */
    document: DigestSchema,
    producedOn: DaySchema.optional(),
    papers: PapersSchema.optional(),
  })
  .refine((event) => (event.supplier !== undefined) === (event.source === 'outside'), {
    error: 'supplier',
    path: ['supplier'],
  });

export const doseUnits = ['mg', 'g', 'mL', 'IU', 'piece'] as const;

/** 投入品使用: on a site (what is made there) or on a livestock lot, from, to; the interval counts from `to`. */
export const TreatSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('treat'),
    site: SiteCodeSchema,
    lot: LotIdSchema.optional(),
    input: InputNumberSchema,
    /** Whole dose given, in thousandths of its unit. */
    dose: z.strictObject({ milli: z.int().min(1).max(limits.amountMax), unit: z.enum(doseUnits) }),
    from: InstantSchema,
    to: InstantSchema,
  })
  .refine((event) => event.from <= event.to && instantMs(event.to) <= instantMs(event.eventTime), {
    error: 'span',
    path: ['to'],
  });

export const operations = [
  'slaughter',
  'cut',
  'mill',
  'dry',
  'sort',
  'pool',
  'heatTreat',
  'ferment',
  'fill',
  'pack',
  'split',
  'mix',
] as const;
export type Operation = (typeof operations)[number];

const OutputSchema = z.strictObject({
  ...MadeLotSchema.shape,
  /** Which of the event's claims this output makes. */
  claims: z
    .array(SchemeSchema)
    .min(1)
    .max(limits.claimsMax)
    .refine((list) => distinct(list, String), { error: 'a scheme twice' })
    .optional(),
});

/** 加工: inputs used, outputs made, at one site, as measured; what is not in the outputs is loss. A claim needs a registered process. */
export const TransformSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('transform'),
    site: SiteCodeSchema,
    operation: z.enum(operations),
    process: ProcessIdSchema.optional(),
    claims: ClaimsSchema.optional(),
    papers: PapersSchema.optional(),
    inputs: z.array(TakenLineSchema).min(1).max(limits.transformInputsMax),
    outputs: z.array(OutputSchema).min(1).max(limits.transformOutputsMax),
  })
  .refine((event) => distinct(event.inputs, (line) => line.lot), { error: 'a lot twice', path: ['inputs'] })
  .refine((event) => distinct(event.outputs, (line) => line.lot), {
    error: 'a lot twice',
    path: ['outputs'],
  })
  .refine((event) => event.claims === undefined || event.process !== undefined, {
    error: 'a claim without a process',
    path: ['process'],
  })
  .refine(
    (event) => {
      const schemes = new Set(event.claims?.map(({ scheme }) => scheme));
      const claimed = event.outputs.flatMap((output) => output.claims ?? []);
      return claimed.every((scheme) => schemes.has(scheme)) && new Set(claimed).size === schemes.size;
    },
    { error: 'claims of the outputs', path: ['claims'] },
  );
