import * as z from 'zod';
import {
  CertificateIdSchema,
  CodeSetSchema,
  DigestSchema,
  LotIdSchema,
  PartyIdSchema,
  ShipmentIdSchema,
  SiteCodeSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { AmountSchema } from '../quantity.ts';
import { baseFields, distinct, InstantSchema } from './base.ts';
import { PapersSchema } from './papers.ts';

export const observedQuantities = ['temperature', 'humidity', 'fat', 'protein', 'moisture', 'ph'] as const;

const reading = z.int().min(-1_000_000_000).max(1_000_000_000);

/** 监测: what a sensor saw of a lot in hand or of a shipment: thousandths of °C, %, or pH; the raw series lies elsewhere under its digest. */
export const ObserveSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('observe'),
    /** Exactly one of site (with a lot of it, or none) and shipment. */
    site: SiteCodeSchema.optional(),
    lot: LotIdSchema.optional(),
    shipment: ShipmentIdSchema.optional(),
    quantity: z.enum(observedQuantities),
    minMilli: reading,
    maxMilli: reading,
    meanMilli: reading,
    count: z.int().min(1).max(10_000_000),
    from: InstantSchema,
    to: InstantSchema,
    series: DigestSchema,
  })
  .refine((event) => (event.site === undefined) !== (event.shipment === undefined), {
    error: 'site or shipment',
    path: ['site'],
  })
  .refine((event) => event.lot === undefined || event.site !== undefined, {
    error: 'lot without its site',
    path: ['lot'],
  })
  .refine((event) => event.minMilli <= event.meanMilli && event.meanMilli <= event.maxMilli, {
    error: 'order of readings',
    path: ['meanMilli'],
  })
  .refine((event) => event.from <= event.to && event.to <= event.eventTime, { error: 'span', path: ['to'] });

/** 抽样: an inspector takes a sample of a lot where it lies; its holder, or a second inspector, signs too. */
export const SampleSchema = z.strictObject({
  ...baseFields,
  act: z.literal('sample'),
  holder: PartyIdSchema,
  site: SiteCodeSchema,
  lot: LotIdSchema,
  amount: AmountSchema,
  /** Salted commitment of the seal's number. */
  seal: DigestSchema,
  retained: z.literal(true).optional(),
  purpose: z.enum(['routine', 'spotCheck', 'complaint', 'retest']),
});

const parameterSchema = z.strictObject({
  /** Code of the parameter, as `GB 5009.11`. */
  method: z.string().regex(/^[A-Z][A-Z0-9/]{1,7} [0-9][0-9.-]{0,19}$/),
  verdict: z.enum(['passed', 'failed']),
});

/** 检验: a laboratory in scope says what it found in a sample. A failed verdict holds the lot, and only a regulator releases that. */
export const InspectSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('inspect'),
    sample: DigestSchema,
    lot: LotIdSchema,
    certificate: CertificateIdSchema,
    verdict: z.enum(['passed', 'failed']),
    parameters: z.array(parameterSchema).min(1).max(limits.inspectionParametersMax),
    report: DigestSchema,
  })
  .refine(
    (event) => (event.verdict === 'failed') === event.parameters.some(({ verdict }) => verdict === 'failed'),
    { error: 'verdict of the parameters', path: ['verdict'] },
  );

/** 自检: the holder's own test. */
export const SelfTestSchema = z.strictObject({
  ...baseFields,
  act: z.literal('selfTest'),
  site: SiteCodeSchema,
  lot: LotIdSchema,
  verdict: z.enum(['passed', 'failed']),
  report: DigestSchema,
});

/** 赋码: the Merkle root of a set of item codes, before they are printed. */
export const IssueCodesSchema = z.strictObject({
  ...baseFields,
  act: z.literal('issueCodes'),
  lot: LotIdSchema,
  set: CodeSetSchema,
  count: z.int().min(1).max(limits.codesPerSetMax),
  root: DigestSchema,
});

/** Codes of a set by their place in it: from, up to and with to. */
const rangeFields = {
  lot: LotIdSchema,
  set: CodeSetSchema,
  from: z
    .int()
    .min(0)
    .max(limits.codesPerSetMax - 1),
  to: z
    .int()
    .min(0)
    .max(limits.codesPerSetMax - 1),
} as const;
const isRange = ({ from, to }: { readonly from: number; readonly to: number }): boolean => from <= to;

/** These codes are on pieces now: never more than pieces were made. */
export const ActivateCodesSchema = z
  .strictObject({ ...baseFields, act: z.literal('activateCodes'), ...rangeFields })
  .refine(isRange, { error: 'range', path: ['to'] });

/** These codes are spoilt, lost or misprinted, for good. */
export const VoidCodesSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('voidCodes'),
    ...rangeFields,
    reason: z.enum(['spoilt', 'lost', 'misprinted', 'destroyed']),
  })
  .refine(isRange, { error: 'range', path: ['to'] });

export const declarationStatements = [
  'noBannedInputs',
  'residuesWithinLimits',
  'certificateCollected',
  'noForbiddenAdditives',
] as const;

/**
 * 承诺达标合格证 (农业农村部令2025年第4号): form 1 of who produced it, form 2 of who collected and mixed or split it.
 * Signed by a hand: the device is a named person's.
 */
export const DeclareSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('declare'),
    site: SiteCodeSchema,
    lot: LotIdSchema,
    amount: AmountSchema,
    form: z.literal([1, 2]),
    basis: z.enum(['qualityControl', 'ownTest', 'commissionedTest']),
    statements: z
      .array(z.enum(declarationStatements))
      .length(2)
      .refine((list) => distinct(list, String), { error: 'a statement twice' }),
    papers: PapersSchema.optional(),
  })
  .refine(
    (event) =>
      event.form === 1
        ? event.statements[0] === 'noBannedInputs' && event.statements[1] === 'residuesWithinLimits'
        : event.statements[0] === 'certificateCollected' && event.statements[1] === 'noForbiddenAdditives',
    { error: 'statements of the form', path: ['statements'] },
  );
