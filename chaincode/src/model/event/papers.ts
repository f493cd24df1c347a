import * as z from 'zod';
import { CertificateIdSchema, DigestSchema, SchemeSchema } from '../identifier.ts';
import { limits } from '../limits.ts';
import { DaySchema, distinct } from './base.ts';

/** 动物检疫合格证明 · 肉品品质检验合格证 · 生鲜乳交接单 · 承诺达标合格证 · 检验报告 · 票据. */
export const paperKinds = [
  'quarantine',
  'meatInspection',
  'rawMilkHandover',
  'declaration',
  'testReport',
  'invoice',
] as const;
export type PaperKind = (typeof paperKinds)[number];

/** A statutory paper that rides on an event: its number as a salted commitment, its file's digest, the days on which it holds. */
export const PaperSchema = z
  .strictObject({
    kind: z.enum(paperKinds),
    number: DigestSchema,
    digest: DigestSchema,
    validFrom: DaySchema.optional(),
    validUntil: DaySchema.optional(),
  })
  .refine(
    ({ validFrom, validUntil }) =>
      validFrom === undefined || validUntil === undefined || validFrom <= validUntil,
    { error: 'ends before it begins', path: ['validUntil'] },
  );
export type Paper = z.infer<typeof PaperSchema>;

/** 1–8 papers, each once. */
export const PapersSchema = z
  .array(PaperSchema)
  .min(1)
  .max(limits.papersMax)
  .refine((papers) => distinct(papers, ({ kind, number }) => kind + number), { error: 'a paper twice' });

/** A claim: the scheme, and the maker's own certificate that covers it. */
export const ClaimSchema = z.strictObject({ scheme: SchemeSchema, certificate: CertificateIdSchema });
export type Claim = z.infer<typeof ClaimSchema>;

/** 1–4 claims, each scheme once. */
export const ClaimsSchema = z
  .array(ClaimSchema)
  .min(1)
  .max(limits.claimsMax)
  .refine((claims) => distinct(claims, ({ scheme }) => scheme), { error: 'a scheme twice' });
