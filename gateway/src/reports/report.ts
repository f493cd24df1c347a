import * as z from 'zod';

export const reportKinds = ['complaint', 'disclosure'] as const;
/** What a report is about: a closed list, so that it can be counted without reading words. */
export const reportMatters = [
  'condition',
  'dates',
  'label',
  'content',
  'mark',
  'record',
  'code',
  'trade',
  'other',
] as const;

export const reportLimits = { textCharactersMax: 1_000, contactCharactersMax: 100 } as const;

const characters = (max: number, min = 0) =>
  z
    .string()
    .max(4 * max)
    .transform((text) => text.toWellFormed().replace(/\r\n?/g, '\n').trim())
    .refine((text) => [...text].length >= min && [...text].length <= max, {
      error: `${min} to ${max} characters`,
    });

/** A telephone number or an e-mail address: nothing else can be answered. */
const isContact = (text: string): boolean =>
  text === '' || /^\+?[\d][\d ()-]{4,24}$/.test(text) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** What a form or a program hands in. */
export const ReportSchema = z.strictObject({
  kind: z.enum(reportKinds),
  matter: z.enum(reportMatters),
  text: characters(reportLimits.textCharactersMax, 1).meta({ description: '1 to 1,000 characters' }),
  contact: characters(reportLimits.contactCharactersMax)
    .refine(isContact, { error: 'a telephone number or an e-mail address' })
    .default('')
    .meta({
      description: 'A telephone number or an e-mail address, at most 100 characters; may be left out',
    }),
  code: z
    .string()
    .max(500)
    .default('')
    .meta({ description: 'A GTIN, an address or a GS1 element string; may be left out' }),
  lot: z.string().max(40).default(''),
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .meta({ description: '16 random bytes, base64url: the same again is the same report' }),
});
export type Report = z.output<typeof ReportSchema>;
