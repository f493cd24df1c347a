import { DigestSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import {
  AmountAnswerSchema,
  InstantTextSchema,
  NamesAnswerSchema,
  PartyAnswerSchema,
} from './answers-common.ts';

/** Codes of rules that what was told did not keep (model `breachCodes`); plain text, as a newer law may have more. */
export const BreachesAnswerSchema = z.array(z.string());
const DaySchema = z.iso.date();
const VerdictSchema = z.enum(['passed', 'failed']);
const days = { from: DaySchema, until: DaySchema } as const;
const named = { gtin: z.string(), lot: z.string() } as const;

export const CorrectionAnswerSchema = z.object({
  eventId: DigestSchema,
  party: z.string(),
  reason: z.string(),
  isReversed: z.boolean(),
  recordedAt: InstantTextSchema,
});

/** What a step says beside its lots. */
export const particulars = {
  operation: z.string().optional(),
  process: z.string().optional(),
  soldTo: z.string().optional(),
  reason: z.string().optional(),
  papers: z.array(z.string()).optional(),
  verdict: VerdictSchema.optional(),
  form: z.int().optional(),
  basis: z.string().optional(),
  source: z.string().optional(),
  producedOn: DaySchema.optional(),
  season: z.string().optional(),
  input: z.string().optional(),
  purpose: z.string().optional(),
  level: z.int().optional(),
  codes: z.int().optional(),
  observed: z
    .object({ quantity: z.string(), minMilli: z.int(), maxMilli: z.int(), meanMilli: z.int() })
    .optional(),
} as const;

const mark = {
  eventId: DigestSchema,
  /** The lot itself, a lot that went into it, or only goods of it in somebody's hands. */
  scope: z.enum(['lot', 'earlier', 'part']),
  ...named,
  since: InstantTextSchema,
  reason: z.string(),
} as const;

/** What speaks for a lot, and against it. */
export const lotPapers = {
  marks: z.object({
    /** `by` is absent where a rule of the ledger placed it. */
    holds: z.array(z.object({ ...mark, by: PartyAnswerSchema.optional() })),
    recalls: z.array(z.object({ ...mark, by: PartyAnswerSchema, level: z.int(), kind: z.string() })),
  }),
  reversal: CorrectionAnswerSchema.optional(),
  claims: z.array(
    z.object({
      scheme: z.string(),
      certificate: z.string(),
      issuer: PartyAnswerSchema,
      holder: PartyAnswerSchema,
      ...days,
      state: z.string(),
      scope: z
        .object({
          products: z.array(z.string()),
          categories: z.array(z.string()),
          sites: z.array(z.string()),
        })
        .optional(),
    }),
  ),
  declarations: z.array(
    z.object({
      eventId: DigestSchema,
      party: PartyAnswerSchema,
      form: z.int(),
      basis: z.string(),
      amount: AmountAnswerSchema,
      saidAt: InstantTextSchema,
      revokedAt: InstantTextSchema.optional(),
    }),
  ),
  tests: z.array(
    z.object({
      eventId: DigestSchema,
      kind: z.enum(['inspect', 'selfTest']),
      ...named,
      party: PartyAnswerSchema,
      verdict: VerdictSchema,
      methods: z.array(z.object({ method: z.string(), verdict: VerdictSchema })),
      certificate: z.string().optional(),
      report: DigestSchema,
      saidAt: InstantTextSchema,
    }),
  ),
  treatments: z.array(
    z.object({
      eventId: DigestSchema,
      input: z.string(),
      names: NamesAnswerSchema,
      kind: z.string(),
      dose: z.object({ milli: z.int(), unit: z.string() }),
      party: PartyAnswerSchema,
      gtin: z.string().optional(),
      lot: z.string().optional(),
      from: InstantTextSchema,
      to: InstantTextSchema,
    }),
  ),
  readOn: DaySchema,
} as const;

export const CasesAnswerSchema = z.object({
  cases: z.array(
    z.object({
      eventId: DigestSchema,
      act: z.string(),
      party: z.string(),
      lots: z.array(z.string()),
      breaches: BreachesAnswerSchema,
      saidAt: InstantTextSchema,
      recordedAt: InstantTextSchema,
      block: z.int().min(0),
    }),
  ),
  next: z.int().min(0).optional(),
});
export type CasesAnswer = z.infer<typeof CasesAnswerSchema>;

export const CertificateAnswerSchema = z.object({
  id: z.string(),
  scheme: z.string(),
  issuer: PartyAnswerSchema,
  holder: PartyAnswerSchema,
  products: z.array(z.string()),
  categories: z.array(z.string()),
  sites: z.array(z.string()),
  ...days,
  state: z.string(),
  eventId: DigestSchema,
  recordedAt: InstantTextSchema,
});
export type CertificateAnswer = z.infer<typeof CertificateAnswerSchema>;

export const QuotasAnswerSchema = z.object({
  party: z.string(),
  site: z.string(),
  state: z.string(),
  capacities: z.array(
    z.object({
      commodity: z.string(),
      classes: z.array(z.object({ class: z.string(), unit: z.string(), amount: z.int() })),
    }),
  ),
  quotas: z.array(
    z.object({
      commodity: z.string(),
      category: z.string(),
      season: z.string(),
      ...days,
      granted: AmountAnswerSchema,
      used: AmountAnswerSchema,
      state: z.string(),
    }),
  ),
});
export type QuotasAnswer = z.infer<typeof QuotasAnswerSchema>;
