import {
  actNames,
  DigestSchema,
  EnvelopeSchema,
  NamesSchema,
  ResultSchema,
  siteKinds,
} from '@mengsu/chaincode/model';
import * as z from 'zod';
import { alarmKinds } from '../audit/audit-tables.ts';
import { problemCodes } from './problem.ts';
import { AmountSchema, InstantSchema, PartySchema } from './schemas-common.ts';
import { BreachesSchema, CorrectionSchema, lotPapers, particulars } from './schemas-law.ts';

/** What the API answers. These describe; the questions' own types are what is checked at compile time. */
const place = { block: z.int().min(0).optional(), recordedAt: InstantSchema.optional() };

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes as [string, ...string[]]),
    detail: z.string(),
    pointer: z.string().optional().meta({ description: 'JSON Pointer into the body of the request' }),
    instance: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const EventResultSchema = z
  .union(ResultSchema.options.map((option) => option.extend(place)))
  .meta({ id: 'EventResult' });
export const PostAnswerSchema = z
  .object({ results: z.array(EventResultSchema), block: z.int().optional() })
  .meta({ id: 'PostAnswer' });
export const WaitingAnswerSchema = z
  .object({
    job: z.string(),
    results: z.array(z.object({ id: DigestSchema, status: z.literal('waiting') })),
  })
  .meta({ id: 'WaitingAnswer' });
export const JobSchema = z
  .object({
    id: z.string(),
    state: z.enum(['waiting', 'done', 'refused']),
    results: z.array(EventResultSchema).optional(),
    block: z.int().optional(),
    problem: ProblemSchema.optional(),
  })
  .meta({ id: 'Job' });

export const EventAnswerSchema = z
  .object({
    id: DigestSchema,
    act: z.enum(actNames as [string, ...string[]]),
    party: z.string(),
    device: DigestSchema,
    eventTime: InstantSchema,
    recordedAt: InstantSchema,
    block: z.int(),
    txId: z.string(),
    place: z.int(),
    breaches: BreachesSchema,
    envelope: EnvelopeSchema,
  })
  .meta({ id: 'Event' });

const SiteSchema = z
  .object({ party: z.string(), code: z.string(), kind: z.enum(siteKinds), division: z.string() })
  .meta({ id: 'Site' });
const ProductSchema = z
  .object({
    gtin: z.string(),
    names: NamesSchema,
    category: z.string(),
    categoryNames: NamesSchema,
    netContent: AmountSchema.optional(),
    shelfLifeDays: z.int().optional(),
    standard: z.string().optional(),
    owner: PartySchema,
  })
  .meta({ id: 'Product' });

const StepSchema = z
  .object({
    eventId: DigestSchema,
    act: z.enum(actNames as [string, ...string[]]),
    ...particulars,
    lots: z.array(
      z.object({
        gtin: z.string(),
        lot: z.string(),
        product: NamesSchema,
        category: z.string(),
        amount: AmountSchema,
        side: z.enum(['in', 'out', 'line']),
      }),
    ),
    party: PartySchema,
    site: SiteSchema.optional(),
    counterparty: PartySchema.optional(),
    shipment: z.string().optional(),
    outcome: z.record(z.string(), AmountSchema).optional(),
    saidAt: InstantSchema,
    recordedAt: InstantSchema,
    device: DigestSchema,
    cosigners: z.int(),
    block: z.int(),
    depth: z.int(),
    breaches: BreachesSchema,
    correction: CorrectionSchema.optional(),
    endedAt: InstantSchema.optional(),
  })
  .meta({ id: 'Step' });

const lotFields = {
  gtin: z.string(),
  lot: z.string(),
  product: ProductSchema,
  maker: PartySchema,
  site: SiteSchema,
  created: AmountSchema,
  bestBefore: z.string().optional(),
  madeAt: InstantSchema,
  amounts: z.object(
    Object.fromEntries(
      ['available', 'returned', 'inTransit', 'used', 'sold', 'disposed', 'countedLess', 'countedMore'].map(
        (name) => [name, AmountSchema],
      ),
    ),
  ),
  ...lotPapers,
  steps: z.array(StepSchema),
  ancestors: z.array(
    z.object({
      gtin: z.string(),
      lot: z.string(),
      product: NamesSchema,
      category: z.string(),
      depth: z.int(),
      created: AmountSchema,
    }),
  ),
  truncated: z.boolean(),
  network: z.object({ id: z.string(), ground: z.enum(['devnet', 'fabric-one-machine', 'fabric']) }),
  indexed: z.object({ block: z.int(), at: InstantSchema }),
};
export const LotPageSchema = z.object({ ...lotFields, canonicalUrl: z.url() }).meta({ id: 'LotPage' });
export const LotSchema = z
  .object({
    ...lotFields,
    holdings: z.array(
      z.object({
        party: z.string(),
        site: z.string(),
        available: AmountSchema,
        loaded: AmountSchema,
        returned: AmountSchema,
        sold: AmountSchema,
      }),
    ),
  })
  .meta({ id: 'Lot' });

export const TraceSchema = z
  .object({
    root: z.string(),
    direction: z.enum(['back', 'forward', 'both']),
    nodes: z.array(
      z.object({
        id: z.string(),
        gtin: z.string(),
        lot: z.string(),
        product: NamesSchema,
        maker: PartySchema,
        created: AmountSchema,
        depth: z.int(),
      }),
    ),
    edges: z.array(z.object({ from: z.string(), to: z.string(), event: DigestSchema, amount: AmountSchema })),
    truncated: z.boolean(),
  })
  .meta({ id: 'Trace' });

export const ReadinessSchema = z
  .object({
    ready: z.boolean(),
    reasons: z.array(
      z.object({ part: z.enum(['store', 'index', 'ledger', 'outbox', 'audit']), reason: z.string() }),
    ),
    ground: z.object({ kind: z.enum(['devnet', 'fabric-one-machine', 'fabric']), says: z.string() }),
    index: z.object({ block: z.int(), status: z.string() }),
    ledgerHeight: z.int().optional(),
  })
  .meta({ id: 'Readiness' });

export const AlarmsSchema = z
  .object({
    alarms: z.array(
      z.object({
        number: z.int().min(1),
        kind: z.enum(alarmKinds),
        block: z.int(),
        tx: z.int(),
        txId: z.string(),
        event: DigestSchema.optional(),
        found: z.string(),
        expected: z.string(),
        raisedAt: InstantSchema,
      }),
    ),
    next: z
      .int()
      .optional()
      .meta({ description: 'Ask with `after` of this number; absent on the last page' }),
  })
  .meta({ id: 'Alarms' });
