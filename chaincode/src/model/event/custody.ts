import * as z from 'zod';
import {
  DigestSchema,
  DivisionSchema,
  LotIdSchema,
  PartyIdSchema,
  ShipmentIdSchema,
  ShipmentNumberSchema,
  SiteCodeSchema,
  SsccSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { AmountSchema, CountedAmountSchema } from '../quantity.ts';
import {
  baseFields,
  distinct,
  InstantSchema,
  instantMs,
  LinesSchema,
  TakenLineSchema,
  TakenLinesSchema,
} from './base.ts';
import { PapersSchema } from './papers.ts';

/** Between two sites of one party. */
export const MoveSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('move'),
    from: SiteCodeSchema,
    to: SiteCodeSchema,
    lines: TakenLinesSchema,
  })
  .refine((event) => event.from !== event.to, { error: 'the same site', path: ['to'] });

const unitFields = { unit: SsccSchema, site: SiteCodeSchema, lines: LinesSchema } as const;

/** 装箱: goods in hand go onto a logistic unit (SSCC) of the party's own. */
export const LoadSchema = z.strictObject({ ...baseFields, act: z.literal('load'), ...unitFields });

/** 拆箱: and back. */
export const UnloadSchema = z.strictObject({ ...baseFields, act: z.literal('unload'), ...unitFields });

const DispatchedLineSchema = z
  .strictObject({ ...TakenLineSchema.shape, unit: SsccSchema.optional() })
  .refine((line) => line.unit === undefined || line.returned === undefined, {
    error: 'returned goods on a unit',
    path: ['unit'],
  });
export type DispatchedLine = z.infer<typeof DispatchedLineSchema>;

/** 1–100 lines; a lot may stand once loose and once for every unit that carries it, and is given back in all of them or in none. */
const DispatchedLinesSchema = z
  .array(DispatchedLineSchema)
  .min(1)
  .max(limits.linesMax)
  .refine((lines) => distinct(lines, (line) => `${line.lot} ${line.unit ?? ''}`), { error: 'a lot twice' })
  .refine(
    (lines) =>
      distinct([...new Set(lines.map((line) => `${line.lot} ${line.returned ?? ''}`))], (text) =>
        text.slice(0, text.lastIndexOf(' ')),
      ),
    { error: 'a lot returned and not' },
  )
  .refine((lines) => new Set(lines.flatMap((line) => line.unit ?? [])).size <= limits.unitsMax, {
    error: 'too many units',
  });

/** 发货: leaves the sender's holding and goes into the shipment `party/number`. Lines of a unit are all that is on it. */
export const DispatchSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('dispatch'),
    number: ShipmentNumberSchema,
    site: SiteCodeSchema,
    to: PartyIdSchema,
    carrier: PartyIdSchema.optional(),
    departure: InstantSchema,
    papers: PapersSchema.optional(),
    lines: DispatchedLinesSchema,
  })
  .refine((event) => event.to !== event.party, { error: 'to oneself', path: ['to'] })
  .refine((event) => instantMs(event.departure) <= instantMs(event.eventTime) + limits.departureAheadMs, {
    error: 'departs too late',
    path: ['departure'],
  });

/** The sender takes the shipment back: before the said departure, or with the addressee's signature. */
export const CancelDispatchSchema = z.strictObject({
  ...baseFields,
  act: z.literal('cancelDispatch'),
  shipment: ShipmentIdSchema,
});

const ReceivedLineSchema = z
  .strictObject({
    lot: LotIdSchema,
    accepted: AmountSchema.optional(),
    refused: AmountSchema.optional(),
    missing: AmountSchema.optional(),
    /** Whether 承诺达标合格证, or another proof of quality, was collected for the line. */
    collected: z.enum(['declaration', 'other', 'none']).optional(),
  })
  .refine((line) => line.accepted !== undefined || line.refused !== undefined || line.missing !== undefined, {
    error: 'nothing',
  });

/** 收货: the addressee says of every line what was accepted, refused and missing; together it is what was sent. */
export const ReceiveSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('receive'),
    shipment: ShipmentIdSchema,
    site: SiteCodeSchema,
    papers: PapersSchema.optional(),
    lines: z.array(ReceivedLineSchema).min(1).max(limits.linesMax),
  })
  .refine((event) => distinct(event.lines, (line) => line.lot), { error: 'a lot twice', path: ['lines'] });

const SettledLineSchema = z
  .strictObject({
    lot: LotIdSchema,
    takenBack: AmountSchema.optional(),
    writtenOff: AmountSchema.optional(),
    returned: AmountSchema.optional(),
  })
  .refine(
    (line) => line.takenBack !== undefined || line.writtenOff !== undefined || line.returned !== undefined,
    { error: 'nothing' },
  );

/** The sender closes a dispute: refused goods taken back, missing ones written off, or returned where the addressee signs too. */
export const SettleSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('settle'),
    shipment: ShipmentIdSchema,
    site: SiteCodeSchema,
    lines: z.array(SettledLineSchema).min(1).max(limits.linesMax),
  })
  .refine((event) => distinct(event.lines, (line) => line.lot), { error: 'a lot twice', path: ['lines'] });

/** 销售: out of the system. A business without a device is named by a salted commitment. */
export const SellSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('sell'),
    site: SiteCodeSchema,
    lines: TakenLinesSchema,
    papers: PapersSchema.optional(),
    to: z.enum(['consumer', 'business', 'parcel', 'export']),
    buyer: DigestSchema.optional(),
    division: DivisionSchema.optional(),
  })
  .refine((event) => (event.buyer !== undefined) === (event.to === 'business'), {
    error: 'buyer',
    path: ['buyer'],
  });

/** 退回: a seller takes back at most what it sold. The goods lie apart: only to be destroyed, sent back, or remedied under a recall. */
export const TakeBackSchema = z.strictObject({
  ...baseFields,
  act: z.literal('takeBack'),
  site: SiteCodeSchema,
  lines: LinesSchema,
});

/** 损耗. */
export const DisposeSchema = z.strictObject({
  ...baseFields,
  act: z.literal('dispose'),
  site: SiteCodeSchema,
  lines: TakenLinesSchema,
  reason: z.enum(['loss', 'sample', 'destruction', 'ownUse', 'gift']),
});

/** 盘点: what was counted of lots in hand; the difference to the books is the event's. */
export const RecountSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('recount'),
    site: SiteCodeSchema,
    lines: z
      .array(z.strictObject({ lot: LotIdSchema, counted: CountedAmountSchema }))
      .min(1)
      .max(limits.linesMax),
    reason: z.enum(['stocktaking', 'scale', 'typingError', 'moisture']),
  })
  .refine((event) => distinct(event.lines, (line) => line.lot), { error: 'a lot twice', path: ['lines'] });
