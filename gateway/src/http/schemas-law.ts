import { actNames, breachCodes, capacityUnits, DigestSchema, NamesSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import { AmountSchema, DaySchema, InstantSchema, PartySchema } from './schemas-common.ts';

/** What the law finds and grants, as the API answers it. */
export const BreachesSchema = z
  .array(z.enum(breachCodes))
  .meta({ id: 'Breaches', description: 'Rules that what was told did not keep' });
const TrustStateSchema = z.enum(['active', 'suspended', 'withdrawn']);
const VerdictSchema = z.enum(['passed', 'failed']);
const days = { from: DaySchema, until: DaySchema } as const;
const named = { gtin: z.string(), lot: z.string() } as const;

export const CorrectionSchema = z
  .object({
    eventId: DigestSchema,
    party: z.string(),
    reason: z.string(),
    isReversed: z.boolean(),
    recordedAt: InstantSchema,
  })
  .meta({ id: 'Correction' });

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
  scope: z.enum(['lot', 'earlier', 'part']),
  ...named,
  since: InstantSchema,
  reason: z.string(),
} as const;

const MarksSchema = z
  .object({
    holds: z.array(z.object({ ...mark, by: PartySchema.optional() })),
    recalls: z.array(z.object({ ...mark, by: PartySchema, level: z.int(), kind: z.string() })),
  })
  .meta({ id: 'Marks', description: 'Holds and recalls that stand' });

const ClaimSchema = z
  .object({
    scheme: z.string(),
    certificate: z.string(),
    issuer: PartySchema,
    holder: PartySchema,
    ...days,
    scope: z.object({
      products: z.array(z.string()),
      categories: z.array(z.string()),
      sites: z.array(z.string()),
    }),
    state: TrustStateSchema,
  })
  .meta({ id: 'Claim' });
const DeclarationSchema = z
  .object({
    eventId: DigestSchema,
    party: PartySchema,
    form: z.int(),
    basis: z.string(),
    amount: AmountSchema,
    saidAt: InstantSchema,
    revokedAt: InstantSchema.optional(),
  })
  .meta({ id: 'Declaration' });
const TestSchema = z
  .object({
    eventId: DigestSchema,
    kind: z.enum(['inspect', 'selfTest']),
    ...named,
    party: PartySchema,
    verdict: VerdictSchema,
    methods: z.array(z.object({ method: z.string(), verdict: VerdictSchema })),
    certificate: z.string().optional(),
    report: DigestSchema,
    saidAt: InstantSchema,
  })
  .meta({ id: 'Test' });
const TreatmentSchema = z
  .object({
    eventId: DigestSchema,
    input: z.string(),
    names: NamesSchema,
    kind: z.string(),
    dose: z.object({ milli: z.int(), unit: z.string() }),
    party: PartySchema,
    gtin: z.string().optional(),
    lot: z.string().optional(),
    from: InstantSchema,
    to: InstantSchema,
  })
  .meta({ id: 'Treatment' });

/** What speaks for a lot, and against it. */
export const lotPapers = {
  marks: MarksSchema,
  reversal: CorrectionSchema.optional(),
  claims: z.array(ClaimSchema),
  declarations: z.array(DeclarationSchema),
  tests: z.array(TestSchema),
  treatments: z.array(TreatmentSchema),
  readOn: DaySchema,
} as const;

export const CasesSchema = z
  .object({
    cases: z.array(
      z.object({
        eventId: DigestSchema,
        act: z.enum(actNames as [string, ...string[]]),
        party: z.string(),
        lots: z.array(z.string()),
        breaches: BreachesSchema,
        saidAt: InstantSchema,
        recordedAt: InstantSchema,
        block: z.int(),
      }),
    ),
    next: z.int().optional().meta({ description: 'Ask for it as `before`; absent after the last' }),
  })
  .meta({ id: 'Cases' });

export const CertificateSchema = z
  .object({
    id: z.string(),
    scheme: z.string(),
    issuer: PartySchema,
    holder: PartySchema,
    products: z.array(z.string()),
    categories: z.array(z.string()),
    sites: z.array(z.string()),
    ...days,
    state: TrustStateSchema,
    eventId: DigestSchema,
    recordedAt: InstantSchema,
  })
  .meta({ id: 'Certificate' });

export const QuotasSchema = z
  .object({
    party: z.string(),
    site: z.string(),
    state: TrustStateSchema,
    capacities: z.array(
      z.object({
        commodity: z.string(),
        classes: z.array(z.object({ class: z.string(), unit: z.enum(capacityUnits), amount: z.int() })),
      }),
    ),
    quotas: z.array(
      z.object({
        commodity: z.string(),
        category: z.string(),
        season: z.string(),
        ...days,
        granted: AmountSchema,
        used: AmountSchema,
        state: TrustStateSchema,
      }),
    ),
  })
  .meta({ id: 'Quotas' });
