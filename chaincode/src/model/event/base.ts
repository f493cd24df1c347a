import * as z from 'zod';
import { DigestSchema, LotIdSchema, NetworkIdSchema, PartyIdSchema } from '../identifier.ts';
import { limits } from '../limits.ts';
import { AmountSchema } from '../quantity.ts';

/** RFC 3339 in UTC with milliseconds, one spelling for one instant: `2026-09-01T03:30:00.000Z`. */
export const InstantSchema = z
  .string()
  .regex(/^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .refine((text) => isoOf(Date.parse(text)) === text, { error: 'no such instant' });

/** A calendar day, `2026-09-01`. */
export const DaySchema = z
  .string()
  .regex(/^20\d{2}-\d{2}-\d{2}$/)
  .refine((text) => isoOf(Date.parse(text))?.slice(0, 10) === text, { error: 'no such day' });

function isoOf(milliseconds: number): string | undefined {
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/** Milliseconds since 1970 of an instant that was parsed. */
export const instantMs = (text: string): number => Date.parse(text);

/**
 * Characters that nobody sees (Unicode Default_Ignorable_Code_Point, private use, noncharacters), by number, so that every engine refuses the same ones.
 * The Mongolian variation selectors and vowel separator (U+180B–180F) are letters' forms, and stay.
 */
const invisibleRanges = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x200b, 0x200f],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xe000, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0x10ffff],
] as const;

function hasInvisible(text: string): boolean {
  return [...text].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return invisibleRanges.some(([first, last]) => code >= first && code <= last);
  });
}

/** A name that people read: NFC, no control characters, no space at either end, a letter or digit at least, and no web address. */
export const NameSchema = z
  .string()
  .min(1)
  .max(limits.nameCharactersMax)
  .refine((text) => text.isWellFormed() && text.normalize('NFC') === text && text.trim() === text, {
    error: 'text',
  })
  .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text), {
    error: 'control character',
  })
  .refine((text) => !hasInvisible(text), { error: 'invisible character' })
  .refine((text) => !text.includes('://'), { error: 'web address' })
  .refine((text) => /[\p{L}\p{N}]/u.test(text), { error: 'nothing to read' });

/** 中文 always; English and traditional Mongolian where they are known. */
export const NamesSchema = z.strictObject({
  zh: NameSchema,
  en: NameSchema.optional(),
  'mn-Mong': NameSchema.optional(),
});
export type Names = z.infer<typeof NamesSchema>;

/** A P-256 public key as the x and y of its JWK. */
export const PublicKeySchema = z.strictObject({ x: DigestSchema, y: DigestSchema });

/** What every event says (law.md, The event). `previous` is the id of the device's last event, null for its first. */
export const baseFields = {
  version: z.literal(1),
  network: NetworkIdSchema,
  party: PartyIdSchema,
  device: DigestSchema,
  cosigners: z.array(DigestSchema).max(limits.signaturesMax - 1),
  eventTime: InstantSchema,
  notAfter: InstantSchema,
  sequence: z.int().min(1).max(limits.sequenceMax),
  previous: DigestSchema.nullable(),
} as const;

/** The calendar day of an instant in 北京时间 (UTC+8 all year round): dates on papers, labels and certificates are meant there. */
export const chinaDayOf = (instant: string): string =>
  new Date(instantMs(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

export const LineSchema = z.strictObject({ lot: LotIdSchema, amount: AmountSchema });
export type Line = z.infer<typeof LineSchema>;

/** A line that may be taken from what customers gave back: `returned` says so. */
export const TakenLineSchema = z.strictObject({
  ...LineSchema.shape,
  returned: z.literal(true).optional(),
});
export type TakenLine = z.infer<typeof TakenLineSchema>;

/** True where no two items name the same thing. */
export function distinct<T>(items: readonly T[], keyOf: (item: T) => string): boolean {
  return new Set(items.map(keyOf)).size === items.length;
}

/** 1–100 lines, each lot once. */
export const LinesSchema = z
  .array(LineSchema)
  .min(1)
  .max(limits.linesMax)
  .refine((lines) => distinct(lines, (line) => line.lot), { error: 'a lot twice' });

/** The same, of goods in hand or given back. */
export const TakenLinesSchema = z
  .array(TakenLineSchema)
  .min(1)
  .max(limits.linesMax)
  .refine((lines) => distinct(lines, (line) => line.lot), { error: 'a lot twice' });

/** 1–`max` lots, each once. */
export const lotsSchema = (max: number) =>
  z
    .array(LotIdSchema)
    .min(1)
    .max(max)
    .refine((lots) => distinct(lots, String), { error: 'a lot twice' });
