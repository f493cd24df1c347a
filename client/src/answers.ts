import { DigestSchema, EnvelopeSchema, siteKinds } from '@mengsu/chaincode/model';
import * as z from 'zod';
import {
  AmountAnswerSchema,
  InstantTextSchema,
  NamesAnswerSchema,
  PartyAnswerSchema,
} from './answers-common.ts';
import { BreachesAnswerSchema, CorrectionAnswerSchema, lotPapers, particulars } from './answers-law.ts';

export const EventResultSchema = z.object({
  id: DigestSchema,
  status: z.enum(['recorded', 'exists', 'refused', 'waiting']),
  code: z.string().optional(),
  detail: z.string().optional(),
  pointer: z.string().optional(),
  breaches: BreachesAnswerSchema.optional(),
  block: z.int().min(0).optional(),
  recordedAt: InstantTextSchema.optional(),
});
/** What became of one event. `exists`: it was on the ledger before. */
export type EventResult = z.infer<typeof EventResultSchema>;

export const PostAnswerSchema = z.object({
  results: z.array(EventResultSchema),
  block: z.int().min(0).optional(),
});
export type PostAnswer = z.infer<typeof PostAnswerSchema>;

export const ProblemSchema = z.object({
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  pointer: z.string().optional(),
});

export const WaitingAnswerSchema = z.object({ job: z.string().regex(/^[\w-]{1,128}$/) });

export const JobSchema = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'done', 'refused']),
  results: z.array(EventResultSchema).optional(),
  problem: ProblemSchema.optional(),
});

const SiteAnswerSchema = z.object({
  party: z.string(),
  code: z.string(),
  kind: z.enum(siteKinds),
  division: z.string(),
});

export const EventAnswerSchema = z.object({
  id: DigestSchema,
  act: z.string(),
  party: z.string(),
  device: DigestSchema,
  eventTime: InstantTextSchema,
  recordedAt: InstantTextSchema,
  block: z.int().min(0),
  txId: z.string(),
  place: z.int().min(0),
  breaches: BreachesAnswerSchema,
  envelope: EnvelopeSchema,
});
export type EventAnswer = z.infer<typeof EventAnswerSchema>;

const StepAnswerSchema = z.object({
  eventId: DigestSchema,
  act: z.string(),
  ...particulars,
  lots: z.array(
    z.object({
      gtin: z.string(),
      lot: z.string(),
      product: NamesAnswerSchema,
      category: z.string(),
      amount: AmountAnswerSchema,
      side: z.enum(['in', 'out', 'line']),
    }),
  ),
  party: PartyAnswerSchema,
  site: SiteAnswerSchema.optional(),
  counterparty: PartyAnswerSchema.optional(),
  shipment: z.string().optional(),
  outcome: z
    .object({
      accepted: AmountAnswerSchema.optional(),
      refused: AmountAnswerSchema.optional(),
      missing: AmountAnswerSchema.optional(),
      takenBack: AmountAnswerSchema.optional(),
      writtenOff: AmountAnswerSchema.optional(),
      returned: AmountAnswerSchema.optional(),
      remedied: AmountAnswerSchema.optional(),
    })
    .optional(),
  saidAt: InstantTextSchema,
  recordedAt: InstantTextSchema,
  device: DigestSchema,
  cosigners: z.int().min(0),
  block: z.int().min(0),
  depth: z.int().min(0),
  breaches: BreachesAnswerSchema,
  correction: CorrectionAnswerSchema.optional(),
  endedAt: InstantTextSchema.optional(),
});

export const LotAnswerSchema = z.object({
  gtin: z.string(),
  lot: z.string(),
  product: z.object({
    gtin: z.string(),
    names: NamesAnswerSchema,
    category: z.string(),
    categoryNames: NamesAnswerSchema,
    netContent: AmountAnswerSchema.optional(),
    shelfLifeDays: z.int().optional(),
    standard: z.string().optional(),
    owner: PartyAnswerSchema,
  }),
  maker: PartyAnswerSchema,
  site: SiteAnswerSchema,
  created: AmountAnswerSchema,
  bestBefore: z.iso.date().optional(),
  madeAt: InstantTextSchema,
  amounts: z.object({
    available: AmountAnswerSchema,
    returned: AmountAnswerSchema,
    inTransit: AmountAnswerSchema,
    used: AmountAnswerSchema,
    sold: AmountAnswerSchema,
    disposed: AmountAnswerSchema,
    countedLess: AmountAnswerSchema,
    countedMore: AmountAnswerSchema,
  }),
  ...lotPapers,
  steps: z.array(StepAnswerSchema),
  ancestors: z.array(
    z.object({
      gtin: z.string(),
      lot: z.string(),
      product: NamesAnswerSchema,
      category: z.string(),
      depth: z.int().min(1),
      created: AmountAnswerSchema,
    }),
  ),
  truncated: z.boolean(),
  network: z.object({ id: z.string(), ground: z.enum(['devnet', 'fabric-one-machine', 'fabric']) }),
  indexed: z.object({ block: z.int().min(0), at: InstantTextSchema }),
  holdings: z.array(
    z.object({
      party: z.string(),
      site: z.string(),
      available: AmountAnswerSchema,
      loaded: AmountAnswerSchema,
      returned: AmountAnswerSchema,
      sold: AmountAnswerSchema,
    }),
  ),
});
export type LotAnswer = z.infer<typeof LotAnswerSchema>;

export const TraceAnswerSchema = z.object({
  root: z.string(),
  direction: z.enum(['back', 'forward', 'both']),
  nodes: z.array(
    z.object({
      id: z.string(),
      gtin: z.string(),
      lot: z.string(),
      product: NamesAnswerSchema,
      maker: PartyAnswerSchema,
      created: AmountAnswerSchema,
      depth: z.int(),
    }),
  ),
  edges: z.array(
    z.object({ from: z.string(), to: z.string(), event: DigestSchema, amount: AmountAnswerSchema }),
  ),
  truncated: z.boolean(),
});
export type TraceAnswer = z.infer<typeof TraceAnswerSchema>;
