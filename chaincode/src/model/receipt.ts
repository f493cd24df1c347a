import * as z from 'zod';
import { breachCodes } from './breaches.ts';
import { type LedgerErrorCode, refusals } from './errors.ts';
import { DigestSchema } from './identifier.ts';
import { limits } from './limits.ts';

const codes = Object.keys(refusals) as [LedgerErrorCode, ...LedgerErrorCode[]];

const BreachesSchema = z.array(z.enum(breachCodes)).max(breachCodes.length);

/** What became of one event. `breaches` are the rules that a recorded fact does not keep. */
export const ResultSchema = z.discriminatedUnion('status', [
  z.strictObject({ id: DigestSchema, status: z.literal('recorded'), breaches: BreachesSchema }),
  z.strictObject({ id: DigestSchema, status: z.literal('exists'), breaches: BreachesSchema }),
  z.strictObject({
    id: DigestSchema,
    status: z.literal('refused'),
    code: z.enum(codes),
    detail: z.string(),
    pointer: z.string().optional(),
  }),
]);
export type Result = z.infer<typeof ResultSchema>;

/** The endorsed response of `record`: one result per event, in the document's order. */
export const ReceiptSchema = z.strictObject({
  results: z.array(ResultSchema).min(1).max(limits.eventsPerDocumentMax),
});
export type Receipt = z.infer<typeof ReceiptSchema>;
