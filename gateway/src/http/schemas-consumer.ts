import { GtinSchema, NamesSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import { AmountSchema, DaySchema, InstantSchema, PartySchema } from './schemas-common.ts';

export const ProductPageSchema = z
  .object({
    product: z.object({
      gtin: GtinSchema,
      names: NamesSchema,
      category: z.string(),
      categoryNames: NamesSchema,
      netContent: AmountSchema.optional(),
      shelfLifeDays: z.int().optional(),
      standard: z.string().optional(),
      owner: PartySchema,
    }),
    lots: z.array(
      z.object({
        lot: z.string(),
        madeAt: InstantSchema,
        created: AmountSchema,
        bestBefore: DaySchema.optional(),
      }),
    ),
    next: z.int().optional().meta({ description: 'Ask with `before` of this number for earlier lots' }),
    certificates: z.array(
      z.object({
        id: z.string(),
        scheme: z.string(),
        issuer: PartySchema,
        holder: PartySchema,
        from: DaySchema,
        until: DaySchema,
        state: z.string(),
      }),
    ),
    network: z.object({ id: z.string(), ground: z.enum(['devnet', 'fabric-one-machine', 'fabric']) }),
  })
  .meta({ id: 'ProductPage' });

/** How a report stands: nothing of what it says. */
export const ReportStateSchema = z
  .object({
    receipt: z
      .string()
      .meta({ description: '`T` and 12 characters; whoever has it can ask how the report stands' }),
    receivedAt: InstantSchema,
    dueOn: DaySchema.optional().meta({
      description: 'The 7th working day of a complaint; holidays are not counted out',
    }),
    keepUntil: InstantSchema,
    answeredAt: InstantSchema.optional(),
  })
  .meta({ id: 'ReportState' });
