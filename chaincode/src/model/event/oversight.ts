import * as z from 'zod';
import { DigestSchema, LotIdSchema, PartyIdSchema, SiteCodeSchema } from '../identifier.ts';
import { limits } from '../limits.ts';
import { AmountSchema } from '../quantity.ts';
import { baseFields, distinct, InstantSchema, lotsSchema } from './base.ts';

/** What a hold lies on: lots wherever they are, lots at one site, or all that a party has. */
const HoldSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lots'), lots: lotsSchema(limits.holdLotsMax) }),
  z.strictObject({
    kind: z.literal('holding'),
    party: PartyIdSchema,
    site: SiteCodeSchema,
    lots: lotsSchema(limits.holdLotsMax),
  }),
  z.strictObject({ kind: z.literal('party'), party: PartyIdSchema }),
]);
export type HoldSubject = z.infer<typeof HoldSubjectSchema>;

export const holdReasons = [
  'suspicion',
  'failedTest',
  'complaint',
  'missingPapers',
  'contamination',
  'mislabelling',
  'investigation',
  'ownRequest',
] as const;

/** 封存: no claim, code or 合格证 while it stands; moving or selling is a breach. The hold is named by its event's id. */
export const HoldSchema = z.strictObject({
  ...baseFields,
  act: z.literal('hold'),
  subject: HoldSubjectSchema,
  reason: z.enum(holdReasons),
});

/** 解封: by who placed it, or a regulator. */
export const ReleaseSchema = z.strictObject({
  ...baseFields,
  act: z.literal('release'),
  hold: DigestSchema,
  reason: z.enum(['cleared', 'retestPassed', 'mistake', 'remedied', 'expired']),
});

export const recallReasons = [
  'contamination',
  'residue',
  'foreignBody',
  'allergen',
  'mislabelling',
  'spoilage',
  'other',
] as const;

/** 召回 (食品召回管理办法): level 1 to 3, voluntary or ordered, since when it was known; a drill touches no lot. Named by its event's id. */
export const RecallSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('recall'),
    lots: lotsSchema(limits.recallLotsMax),
    level: z.literal([1, 2, 3]),
    kind: z.enum(['voluntary', 'ordered']),
    reason: z.enum(recallReasons),
    knownAt: InstantSchema,
    drill: z.literal(true).optional(),
    /** Digest of the recall plan. */
    plan: DigestSchema.optional(),
  })
  .refine((event) => event.knownAt <= event.eventTime, {
    error: 'known in the future',
    path: ['knownAt'],
  });

/** A party says that the recall has reached it. */
export const AcknowledgeSchema = z.strictObject({
  ...baseFields,
  act: z.literal('acknowledge'),
  recall: DigestSchema,
});

const RemediedLineSchema = z.strictObject({
  lot: LotIdSchema,
  /** Found at the site, sold or not. */
  found: AmountSchema,
  /** Given back by customers and fit to be sold again: a regulator signs too. */
  remedied: AmountSchema.optional(),
});

/** 处置: what a holder found of the recalled lots at a site, and what of it was made good. What is destroyed is told by `dispose`. */
export const RemedySchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('remedy'),
    recall: DigestSchema,
    site: SiteCodeSchema,
    lines: z.array(RemediedLineSchema).min(1).max(limits.linesMax),
  })
  .refine((event) => distinct(event.lines, (line) => line.lot), { error: 'a lot twice', path: ['lines'] });

/** 结案: by who opened it, or a regulator. */
export const CloseRecallSchema = z.strictObject({
  ...baseFields,
  act: z.literal('closeRecall'),
  recall: DigestSchema,
  outcome: z.enum(['complete', 'incomplete', 'mistaken']),
  report: DigestSchema,
});

const SpreadSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lot'), lot: LotIdSchema }),
  z.strictObject({ kind: z.literal('site'), party: PartyIdSchema, site: SiteCodeSchema }),
]);

/** What a lot or site carries goes down to lots that were made from it, or at it, one generation: said by anyone, decided by the state alone. */
export const SpreadSchema = z.strictObject({
  ...baseFields,
  act: z.literal('spread'),
  source: SpreadSourceSchema,
  children: lotsSchema(limits.spreadChildrenMax),
});

/** 责令改正: what, until when. */
export const OrderSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('order'),
    subject: PartyIdSchema,
    matter: z.enum(['records', 'hygiene', 'labels', 'inputs', 'storage', 'recall', 'other']),
    due: InstantSchema,
    document: DigestSchema,
  })
  .refine((event) => event.due >= event.eventTime, { error: 'due before it was said', path: ['due'] });

export const AnswerOrderSchema = z.strictObject({
  ...baseFields,
  act: z.literal('answerOrder'),
  order: DigestSchema,
  answer: DigestSchema,
});

/**
 * 更正: an event is told to be wrong. Nothing is erased. `reverse` asks for its amounts to be undone, which only an event that nothing
 * has been built upon allows.
 */
export const CorrectSchema = z.strictObject({
  ...baseFields,
  act: z.literal('correct'),
  event: DigestSchema,
  reason: z.enum([
    'typingError',
    'wrongLot',
    'wrongAmount',
    'wrongTime',
    'twice',
    'notDone',
    'revoked',
    'other',
  ]),
  reverse: z.literal(true).optional(),
});

/** 见证: an organisation's log key has signed a checkpoint (C2SP tlog-checkpoint, signed note): the note's text, and the signature line's base64. */
export const CosignSchema = z.strictObject({
  ...baseFields,
  act: z.literal('cosign'),
  note: z
    .string()
    .max(limits.noteCharactersMax)
    .regex(/^[!-~]{1,200}\n\d{1,16}\n[A-Za-z0-9+/]{43}=\n([ -~]{1,200}\n){0,16}$/),
  signature: z.string().regex(/^[A-Za-z0-9+/]{20,240}={0,2}$/),
});
