import * as z from 'zod';

/**
 * Check digit of GS1 keys (GS1 General Specifications §7.9): weights 3 and 1 from the right, modulo 10.
 * `digits` are the key's digits without its check digit.
 */
export function gs1CheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

const isGs1Key = (text: string): boolean => gs1CheckDigit(text.slice(0, -1)) === text.at(-1);

/** GTIN-14 (AI 01). Shorter GTINs are written with leading zeros: one spelling for one product. */
export const GtinSchema = z
  .string()
  .regex(/^\d{14}$/)
  .refine(isGs1Key, { error: 'check digit' });
/** GLN (AI 414), 13 digits. */
export const GlnSchema = z
  .string()
  .regex(/^\d{13}$/)
  .refine(isGs1Key, { error: 'check digit' });
/** SSCC (AI 00), 18 digits. */
export const SsccSchema = z
  .string()
  .regex(/^\d{18}$/)
  .refine(isGs1Key, { error: 'check digit' });

const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Check character of a unified social credit code (GB 32100-2015 §4.6): Σ value × 3^(place−1) mod 31, over the first 17. */
export function creditCodeCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += creditCodeAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** 统一社会信用代码 (GB 32100), 18 characters without I, O, S, V, Z. */
export const CreditCodeSchema = z
  .string()
  .regex(/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/)
  .refine((text) => creditCodeCheckCharacter(text.slice(0, 17)) === text[17], { error: 'check digit' });

/** `P` and a salted SHA-256 commitment: a natural person, of whom the ledger knows nothing else. */
export const PersonIdSchema = z.string().regex(/^P[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** 主体: a legal person's credit code, or a natural person's commitment. */
export const PartyIdSchema = z.union([CreditCodeSchema, PersonIdSchema]);

const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
);

/** 行政区划代码 (GB/T 2260), six digits; the province's two must exist. */
export const DivisionSchema = z
  .string()
  .regex(/^\d{6}$/)
  .refine((text) => provinces.has(text.slice(0, 2)), { error: 'province' });

/** Batch or lot number (AI 10): 1–20 characters of GS1 character set 82. `.` and `..` are none: no URL can carry them as a path's step (RFC 3986 §5.2.4). */
export const LotNumberSchema = z
  .string()
  .regex(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/)
  .refine((text) => text !== '.' && text !== '..', { error: 'a dot alone' });

/** 批次: `GTIN/lot`. A GTIN always has 14 digits, so a stroke inside the lot number is no ambiguity. */
export const LotIdSchema = z
  .string()
  .max(35)
  .refine((text) => text[14] === '/' && GtinSchema.safeParse(text.slice(0, 14)).success, {
    error: 'check digit',
  })
  .refine((text) => LotNumberSchema.safeParse(text.slice(15)).success, { error: 'lot number' });

export const lotIdOf = (gtin: string, lot: string): string => `${gtin}/${lot}`;

/** The two halves of a lot id that was parsed. */
export const gtinOf = (lotId: string): string => lotId.slice(0, 14);
export const lotNumberOf = (lotId: string): string => lotId.slice(15);

/** Base64url of 32 bytes: event ids, key thumbprints, digests. */
export const DigestSchema = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** A site's code, unique within its party. */
export const SiteCodeSchema = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/);
/** A category's code. */
export const CategoryCodeSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
/** The network's id: a signature for one network is worth nothing on another. */
export const NetworkIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/);
const ownNumber = () => z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,29}$/);
const ownedId = (number: z.ZodString, error: string) =>
  z
    .string()
    .max(80)
    .refine(
      (text) => {
        const stroke = text.indexOf('/');
        return (
          stroke > 0 &&
          PartyIdSchema.safeParse(text.slice(0, stroke)).success &&
          number.safeParse(text.slice(stroke + 1)).success
        );
      },
      { error },
    );

/** A shipment's number, unique within its sender. */
export const ShipmentNumberSchema = ownNumber();
/** 交接单: `sender/number`. */
export const ShipmentIdSchema = ownedId(ShipmentNumberSchema, 'shipment id');

export const shipmentIdOf = (sender: string, number: string): string => `${sender}/${number}`;

/** A scheme of claims or qualifications: `mengzibiao` 蒙字标, `green`, `organic`, `gi-…`, `laboratory`, `production-licence`. */
export const SchemeSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/);
/** A certificate's number, unique within its issuer; the certificate is `issuer/number`. */
export const CertificateNumberSchema = ownNumber();
/** 证书: `issuer/number`. */
export const CertificateIdSchema = ownedId(CertificateNumberSchema, 'certificate id');
/** 工艺: `name@version`. A version is never changed: another one is registered. */
export const ProcessIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}@[1-9]\d{0,3}$/);
/** 投入品: its approval or registration number in ASCII: `PD20150001`. */
export const InputNumberSchema = z.string().regex(/^[A-Z0-9][A-Z0-9()-]{0,39}$/);
/** A season of a quota: `2026`, `2026-2`. */
export const SeasonSchema = z.string().regex(/^20\d{2}(-[A-Z0-9]{1,8})?$/);
/** A class of capacity with a ceiling of its own: `irrigated`, `table-grape`. */
export const CapacityClassSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/);
/** A code set's number within its lot. */
export const CodeSetSchema = z.int().min(1).max(99);

export const organisations = ['ProducersMSP', 'TradeMSP', 'BrandMSP', 'RegulatorMSP'] as const;
export const OrganisationSchema = z.enum(organisations);
export type Organisation = (typeof organisations)[number];
