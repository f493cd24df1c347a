import { measures, NamesSchema, OrganisationSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';

/** What many answers have. */
export const InstantSchema = z.iso.datetime();
export const DaySchema = z.iso.date();
export const AmountSchema = z
  .object(Object.fromEntries(measures.map((measure) => [measure, z.int().min(0).optional()])))
  .meta({ description: 'One or two measures: pieces, grams, millilitres', id: 'Amount' });
export const PartySchema = z
  .object({
    id: z.string(),
    names: NamesSchema.optional(),
    organisation: OrganisationSchema,
    division: z.string(),
    licence: z.string().optional(),
  })
  .meta({ id: 'Party' });
