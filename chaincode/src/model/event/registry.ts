import * as z from 'zod';
import {
  CreditCodeSchema,
  DigestSchema,
  DivisionSchema,
  GtinSchema,
  OrganisationSchema,
  PartyIdSchema,
} from '../identifier.ts';
import { limits } from '../limits.ts';
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
export type Remit = (typeof remits)[number];

export const RemitsSchema = z
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

const partyFields = {
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
} as const;

type PartyFields = z.infer<z.ZodObject<typeof partyFields>>;
const hasNames = (event: PartyFields): boolean =>
  (event.names === undefined) === event.subject.startsWith('P');
const hasRemits = (event: PartyFields): boolean =>
  (event.remits !== undefined) === event.roles.includes('regulator');
const hasPrefix = (event: PartyFields): boolean =>
  (event.divisionPrefix !== undefined) === event.roles.includes('regulator');

/** A party of the registrar's organisation. Legal persons have names; natural persons (`P…`) have none on the ledger. */
export const EnrolPartySchema = z
  .strictObject({ ...baseFields, act: z.literal('enrolParty'), ...partyFields })
  .refine(hasNames, { error: 'names', path: ['names'] })
  .refine(hasRemits, { error: 'remits', path: ['remits'] })
  .refine(hasPrefix, { error: 'division prefix', path: ['divisionPrefix'] });

/** The same party told anew: names, roles, division, remits. Its organisation stays. */
export const ChangePartySchema = z
  .strictObject({ ...baseFields, act: z.literal('changeParty'), ...partyFields })
  .refine(hasNames, { error: 'names', path: ['names'] })
  .refine(hasRemits, { error: 'remits', path: ['remits'] })
  .refine(hasPrefix, { error: 'division prefix', path: ['divisionPrefix'] });

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

/** What another party may be trusted to say: production, custody, and answers to regulators; never keys, mandates or declarations of trust. */
export const mandatableActs = [
  'admit',
  'commission',
  'treat',
  'observe',
  'selfTest',
  'transform',
  'issueCodes',
  'activateCodes',
  'voidCodes',
  'declare',
  'move',
  'load',
  'unload',
  'dispatch',
  'cancelDispatch',
  'receive',
  'settle',
  'sell',
  'takeBack',
  'dispose',
  'recount',
  'hold',
  'acknowledge',
  'remedy',
  'answerOrder',
  'correct',
] as const;

/**
 * 委托: the delegate's devices may speak for the party in these acts, and make lots under these GTINs of the party, until a day.
 * Said by the party's own device, or by two registrars who have seen the paper (its digest). A new mandate replaces the old one.
 */
export const DelegateSchema = z
  .strictObject({
    ...baseFields,
    act: z.literal('delegate'),
    /** Who gives the mandate: the event's own party, unless registrars say it. */
    principal: PartyIdSchema,
    delegate: PartyIdSchema,
    acts: z
      .array(z.enum(mandatableActs))
      .max(limits.mandateActsMax)
      .refine((acts) => distinct(acts, String), { error: 'an act twice' }),
    gtins: z
      .array(GtinSchema)
      .max(limits.mandateGtinsMax)
      .refine((gtins) => distinct(gtins, String), { error: 'a GTIN twice' }),
    until: InstantSchema,
    paper: DigestSchema.optional(),
  })
  .refine((event) => event.principal !== event.delegate, { error: 'to oneself', path: ['delegate'] })
  .refine((event) => event.acts.length + event.gtins.length > 0, { error: 'nothing', path: ['acts'] })
  .refine((event) => event.party === event.principal || event.paper !== undefined, {
    error: 'paper',
    path: ['paper'],
  });

/** The principal, or a registrar of its organisation, ends a mandate at once. */
export const EndDelegationSchema = z.strictObject({
  ...baseFields,
  act: z.literal('endDelegation'),
  principal: PartyIdSchema,
  delegate: PartyIdSchema,
});
