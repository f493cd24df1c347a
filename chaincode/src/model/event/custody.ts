import * as z from 'zod';
import {
  DigestSchema,
  DivisionSchema,
  LotIdSchema,
  PartyIdSchema,
  ShipmentIdSchema,
  ShipmentNumberSchema,
  SiteCodeSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { AmountSchema } from '../quantity.ts';
import { baseFields, distinct, InstantSchema, instantMs, LinesSchema } from './base.ts';

/** Between two sites of one party. */
export const MoveSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('move'),
    from: SiteCodeSchema,
    to: SiteCodeSchema,
    lines: LinesSchema,
  })
  .refine((event) => event.from !== event.to, { error: 'the same site', path: ['to'] });

/** 发货: leaves the sender's holding and goes into the shipment `party/number`. */
export const DispatchSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('dispatch'),
    number: ShipmentNumberSchema,
    site: SiteCodeSchema,
    to: PartyIdSchema,
    carrier: PartyIdSchema.optional(),
    departure: InstantSchema,
    lines: LinesSchema,
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
    lines: LinesSchema,
    to: z.enum(['consumer', 'business', 'parcel', 'export']),
    buyer: DigestSchema.optional(),
    division: DivisionSchema.optional(),
  })
  .refine((event) => (event.buyer !== undefined) === (event.to === 'business'), {
    error: 'buyer',
    path: ['buyer'],
  });

/** 损耗. */
export const DisposeSchema = z.strictObject({
  ...baseFields,
  act: z.literal('dispose'),
  site: SiteCodeSchema,
  lines: LinesSchema,
  reason: z.enum(['loss', 'sample', 'destruction', 'ownUse', 'gift']),
});
