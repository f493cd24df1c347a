import * as z from 'zod';
import { LotIdSchema, SiteCodeSchema } from '../identifier.ts';
import { limits } from '../limits.ts';
import { CreatedAmountSchema } from '../quantity.ts';
import { baseFields, DaySchema, distinct, LineSchema } from './base.ts';

const MadeLotSchema = z.strictObject({
  lot: LotIdSchema,
  amount: CreatedAmountSchema,
  bestBefore: DaySchema.optional(),
});

/** 产出: a new lot at a site: harvest, milking, birth. */
export const CommissionSchema = z.strictObject({
  ...baseFields,
  act: z.literal('commission'),
  site: SiteCodeSchema,
  ...MadeLotSchema.shape,
});

export const operations = [
  'slaughter',
  'cut',
  'mill',
  'dry',
  'sort',
  'pool',
  'heatTreat',
  'ferment',
  'fill',
  'pack',
  'split',
  'mix',
] as const;
export type Operation = (typeof operations)[number];

/** 加工: inputs used, outputs made, at one site, as measured; what is not in the outputs is loss. */
export const TransformSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('transform'),
    site: SiteCodeSchema,
    operation: z.enum(operations),
    inputs: z.array(LineSchema).min(1).max(limits.transformInputsMax),
    outputs: z.array(MadeLotSchema).min(1).max(limits.transformOutputsMax),
  })
  .refine((event) => distinct(event.inputs, (line) => line.lot), { error: 'a lot twice', path: ['inputs'] })
  .refine((event) => distinct(event.outputs, (line) => line.lot), {
    error: 'a lot twice',
    path: ['outputs'],
  });
