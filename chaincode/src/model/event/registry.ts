import * as z from 'zod';
import {
  CategoryCodeSchema,
  CreditCodeSchema,
  DigestSchema,
  DivisionSchema,
  GlnSchema,
  GtinSchema,
  OrganisationSchema,
  PartyIdSchema,
  SiteCodeSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
import { CreatedAmountSchema, MeasuresSchema } from '../quantity.ts';
import { baseFields, distinct, InstantSchema, NamesSchema, PublicKeySchema } from './base.ts';

export const partyRoles = [
  'producer',
  'processor',
  'carrier',
  'trader',
  'laboratory',
  'association',
  'certifier',
  'regulator',
] as const;
export type PartyRole = (typeof partyRoles)[number];

export const deviceRoles = ['operator', 'registrar', 'log', 'service'] as const;
export type DeviceRole = (typeof deviceRoles)[number];

/** 农业农村 · 市场监管 · 粮食 · 海关. */
export const remits = ['agriculture', 'market', 'grain', 'customs'] as const;

const RemitsSchema = z
  .array(z.enum(remits))
  .min(1)
  .max(remits.length)
  .refine((list) => distinct(list, String), { error: 'a remit twice' });

/** Founding of one organisation: its own party, its first registrar, its log key and its service key. */
export const FoundSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('found'),
    party: CreditCodeSchema,
    organisation: OrganisationSchema,
    names: NamesSchema,
    division: DivisionSchema,
    registrarKey: PublicKeySchema,
    logKey: PublicKeySchema,
    serviceKey: PublicKeySchema,
  })
  .refine((event) => distinct([event.registrarKey, event.logKey, event.serviceKey], (key) => key.x), {
    error: 'a key twice',
    path: ['serviceKey'],
  });

/** The leading digits of a division that every division under it shares. */
const DivisionPrefixSchema = z
  .string()
  .regex(/^(\d{2}|\d{4}|\d{6})$/)
  .refine((text) => DivisionSchema.safeParse(text.padEnd(6, '0')).success, { error: 'province' });

/** A party of the registrar's organisation. Legal persons have names; natural persons (`P…`) have none on the ledger. */
export const EnrolPartySchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('enrolParty'),
    subject: PartyIdSchema,
    names: NamesSchema.optional(),
    roles: z
      .array(z.enum(partyRoles))
      .min(1)
      .max(limits.rolesMax)
      .refine((roles) => distinct(roles, String), { error: 'a role twice' }),
    organisation: OrganisationSchema,
    division: DivisionSchema,
    remits: RemitsSchema.optional(),
    divisionPrefix: DivisionPrefixSchema.optional(),
  })
  .refine((event) => (event.names === undefined) === event.subject.startsWith('P'), {
    error: 'names',
    path: ['names'],
  })
  .refine((event) => (event.remits !== undefined) === event.roles.includes('regulator'), {
    error: 'remits',
    path: ['remits'],
  })
  .refine((event) => (event.divisionPrefix !== undefined) === event.roles.includes('regulator'), {
    error: 'division prefix',
    path: ['divisionPrefix'],
  });

/** A device of a party. The new key signs too: its thumbprint is among the cosigners. */
export const EnrolDeviceSchema = z.strictObject({
  ...baseFields,
  act: z.literal('enrolDevice'),
  subject: PartyIdSchema,
  key: PublicKeySchema,
  role: z.enum(['operator', 'registrar']),
  /** Salted commitment of the person who holds the key. */
  person: DigestSchema.optional(),
  validUntil: InstantSchema.optional(),
});

export const RevokeDeviceSchema = z.strictObject({
  ...baseFields,
  act: z.literal('revokeDevice'),
  subject: DigestSchema,
  reason: z.enum(['lost', 'stolen', 'compromised', 'replaced', 'left']),
});

/** The signer takes back an event that is not recorded yet. */
export const WithdrawSchema = z.strictObject({
  ...baseFields,
  act: z.literal('withdraw'),
  event: DigestSchema,
});

export const siteKinds = [
  'pasture',
  'field',
  'orchard',
  'barn',
  'plant',
  'warehouse',
  'store',
  'vehicle',
  'laboratory',
] as const;
export type SiteKind = (typeof siteKinds)[number];

export const RegisterSiteSchema = z.strictObject({
  ...baseFields,
  act: z.literal('registerSite'),
  site: SiteCodeSchema,
  kind: z.enum(siteKinds),
  division: DivisionSchema,
  gln: GlnSchema.optional(),
});

/** What a kind of goods is counted in and who watches over it: set by a certifier and a regulator together. */
export const RegisterCategorySchema = z.strictObject({
  ...baseFields,
  act: z.literal('registerCategory'),
  category: CategoryCodeSchema,
  commodity: CategoryCodeSchema,
  names: NamesSchema,
  measures: MeasuresSchema,
  remits: RemitsSchema,
});

export const RegisterProductSchema = z.strictObject({
  ...baseFields,
  act: z.literal('registerProduct'),
  gtin: GtinSchema,
  category: CategoryCodeSchema,
  names: NamesSchema,
  /** What one piece holds, where the product is packed. */
  netContent: CreatedAmountSchema.optional(),
  shelfLifeDays: z.int().min(1).max(limits.shelfLifeDaysMax).optional(),
  /** The product's standard, as printed on its label: `GB/T 1354`. */
  standard: z
    .string()
    .regex(/^[A-Z][A-Z0-9/]{1,7} [0-9][0-9.-]{0,19}$/)
    .optional(),
});
