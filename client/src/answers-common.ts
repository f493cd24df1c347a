import { type Measure, OrganisationSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';

/**
 * The answers of the API. Unknown members are dropped, and acts are plain text, so that an old client reads a newer gateway.
 * Instants are RFC 3339 in UTC, amounts are in base units (pieces, g, mL).
 */
export const InstantTextSchema = z.iso.datetime();
const measure = z.int().min(0).optional();
export const AmountAnswerSchema = z.object({
  count: measure,
  massG: measure,
  volumeMl: measure,
} satisfies Record<Measure, unknown>);
export const NamesAnswerSchema = z.object({
  zh: z.string(),
  en: z.string().optional(),
  'mn-Mong': z.string().optional(),
});
export const PartyAnswerSchema = z.object({
  id: z.string(),
  names: NamesAnswerSchema.optional(),
  organisation: OrganisationSchema,
  division: z.string(),
  licence: z.string().optional(),
});
