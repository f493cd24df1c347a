import * as z from 'zod';
import {
  CapacityClassSchema,
  CategoryCodeSchema,
  CertificateIdSchema,
  CertificateNumberSchema,
  DigestSchema,
  GtinSchema,
  PartyIdSchema,
  SchemeSchema,
  SeasonSchema,
  SiteCodeSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { CreatedAmountSchema } from '../quantity.ts';
import { baseFields, DaySchema, distinct } from './base.ts';
import { capacityUnits } from './catalogue.ts';

const spanFields = { from: DaySchema, until: DaySchema } as const;
const spans = ({ from, until }: { readonly from: string; readonly until: string }): boolean => from <= until;

/**
 * 证书: a certifier ⊕ a regulator say that a party may claim a scheme for these products, or all products of these categories, made at these sites, on these days.
 * Qualifications (laboratory, production licence) are certificates too.
 */
export const IssueCertificateSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('issueCertificate'),
    number: CertificateNumberSchema,
    scheme: SchemeSchema,
    holder: PartyIdSchema,
    products: z
      .array(GtinSchema)
      .max(limits.certificateProductsMax)
      .refine((list) => distinct(list, String), { error: 'a GTIN twice' }),
    categories: z
      .array(CategoryCodeSchema)
      .max(limits.certificateProductsMax)
      .refine((list) => distinct(list, String), { error: 'a category twice' }),
    sites: z
      .array(SiteCodeSchema)
      .min(1)
      .max(limits.certificateSitesMax)
      .refine((list) => distinct(list, String), { error: 'a site twice' }),
    ...spanFields,
    /** Digest of the paper. */
    paper: DigestSchema.optional(),
  })
  .refine(spans, { error: 'ends before it begins', path: ['until'] })
  .refine((event) => event.products.length + event.categories.length > 0, {
    error: 'nothing',
    path: ['products'],
  });

const CapacitySchema = z.strictObject({
  class: CapacityClassSchema,
  unit: z.enum(capacityUnits),
  /** Square metres of bearing area, or head. */
  amount: z.int().min(1).max(limits.amountMax),
});
export type Capacity = z.infer<typeof CapacitySchema>;

/** What a site can bear of a commodity, by class: replaces what was said before of this commodity. */
export const CertifySiteSchema = z.strictObject({
  ...baseFields,
  act: z.literal('certifySite'),
  holder: PartyIdSchema,
  site: SiteCodeSchema,
  commodity: CategoryCodeSchema,
  capacities: z
    .array(CapacitySchema)
    .min(1)
    .max(limits.capacityClassesMax)
    .refine((list) => distinct(list, (one) => one.class), { error: 'a class twice' }),
});

/** 配额: how much of a commodity may be claimed from a site in a season: at most certified capacity × ceiling of the category. */
export const GrantQuotaSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('grantQuota'),
    holder: PartyIdSchema,
    site: SiteCodeSchema,
    category: CategoryCodeSchema,
    season: SeasonSchema,
    ...spanFields,
    granted: CreatedAmountSchema,
  })
  .refine(spans, { error: 'ends before it begins', path: ['until'] });

/** What can be restricted, and reinstated. */
export const TrustSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('certificate'), certificate: CertificateIdSchema }),
  z.strictObject({
    kind: z.literal('quota'),
    holder: PartyIdSchema,
    site: SiteCodeSchema,
    commodity: CategoryCodeSchema,
    season: SeasonSchema,
  }),
  z.strictObject({ kind: z.literal('party'), party: PartyIdSchema }),
  z.strictObject({ kind: z.literal('site'), holder: PartyIdSchema, site: SiteCodeSchema }),
]);
export type TrustSubject = z.infer<typeof TrustSubjectSchema>;

export const restrictionReasons = [
  'falseStatement',
  'overQuota',
  'unsafeGoods',
  'missingRecords',
  'licenceLost',
  'ownRequest',
  'other',
] as const;

/** A certifier or a regulator suspends, or ends for good, what was granted. */
export const RestrictSchema = z.strictObject({
  ...baseFields,
  act: z.literal('restrict'),
  subject: TrustSubjectSchema,
  to: z.enum(['suspended', 'withdrawn']),
  reason: z.enum(restrictionReasons),
});

/** A certifier ⊕ a regulator lift a suspension. What was withdrawn stays withdrawn. */
export const ReinstateSchema = z.strictObject({
  ...baseFields,
  act: z.literal('reinstate'),
  subject: TrustSubjectSchema,
});
