import {
  DigestSchema,
  GtinSchema,
  InstantSchema,
  LotIdSchema,
  NamesSchema,
  PartyIdSchema,
} from '@mengsu/chaincode/model';
import * as z from 'zod';
import { printFormats } from '../labels/print-labels.ts';
import { LotPageSchema } from './schemas.ts';

const SaidSchema = z.object({ from: z.int(), to: z.int(), eventId: DigestSchema });

/** A code of a piece with the proof that it was issued. */
const ItemCodeSchema = z
  .object({
    serial: z.string(),
    party: PartyIdSchema,
    set: z.int(),
    index: z.int(),
    count: z.int(),
    path: z.array(DigestSchema).meta({
      description: 'Siblings from the leaf SHA-256(0x00 ‖ serial) up; RFC 9162 §2.1.3.2 leads to `root`',
    }),
    root: DigestSchema,
    issued: DigestSchema.meta({ description: 'Id of the event issueCodes, which names the root' }),
    state: z.enum(['active', 'inactive', 'void']),
    activated: SaidSchema.optional(),
    voided: SaidSchema.optional(),
    contains: z.object({ gtin: GtinSchema, count: z.int(), names: NamesSchema }).optional(),
    scans: z.object({
      first: InstantSchema.optional(),
      times: z.int(),
      places: z.int(),
      isFull: z.boolean(),
      isTooMany: z.boolean(),
    }),
  })
  .meta({ id: 'ItemCode' });

/** The page of a piece: without the lot's data where the lot is not on the ledger yet. */
export const ItemPageSchema = LotPageSchema.partial()
  .extend({ code: ItemCodeSchema })
  .meta({ id: 'ItemPage' });

export const CodeSetSchema = z
  .object({ lot: LotIdSchema, party: PartyIdSchema, set: z.int(), count: z.int(), root: DigestSchema })
  .meta({ id: 'CodeSet' });

export const LabelJobSchema = z
  .object({
    id: z.string(),
    format: z.enum(printFormats),
    total: z.int(),
    done: z.int(),
    status: z.enum(['running', 'done', 'failed']),
    code: z.string().optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'LabelJob' });
