import {
  type Amount,
  type DeviceRole,
  LedgerError,
  type LotRecord,
  type Measure,
  type PartyRole,
  type ProductRecord,
  type SiteRecord,
  say,
  statesMeasures,
} from '../model/index.ts';
import type { Scene, Signer } from './act.ts';

/** The checks that several acts share, each a refusal or nothing. */
export function requireDeviceRole(scene: Scene, ...roles: DeviceRole[]): void {
  if (roles.includes(scene.signer.device.role)) return;
  throw new LedgerError(
    'ROLE_NOT_ALLOWED',
    `device is ${scene.signer.device.role}, the act is for ${roles.join(' or ')}`,
  );
}

export function requirePartyRole(scene: Scene, ...roles: PartyRole[]): void {
  if (roles.some((role) => scene.signer.party.roles.includes(role))) return;
  throw new LedgerError(
    'ROLE_NOT_ALLOWED',
    `party is ${scene.signer.party.roles.join(', ') || 'without a role'}, the act is for ${roles.join(' or ')}`,
  );
}

/** A registrar of the organisation among the cosigners. */
export const isRegistrarOf = (organisation: string) => (signer: Signer) =>
  signer.device.role === 'registrar' && signer.party.organisation === organisation;

/** An operator of the party among the cosigners. */
export const isOperatorOf = (party: string) => (signer: Signer) =>
  signer.device.role === 'operator' && signer.device.party === party;

export function requireCosigner(scene: Scene, matches: (signer: Signer) => boolean, who: string): void {
  if (!scene.cosigners.some(matches)) throw new LedgerError('COSIGNER_MISSING', `${who} has not signed`);
}

export function requireSite(site: SiteRecord | undefined, party: string, code: string): SiteRecord {
  if (!site) throw new LedgerError('SITE_UNKNOWN', `${party} has no site ${code}`);
  return site;
}

export function requireProduct(product: ProductRecord | undefined, gtin: string): ProductRecord {
  if (!product) throw new LedgerError('PRODUCT_UNKNOWN', `GTIN ${gtin} is not registered`);
  return product;
}

/** A product is made by its owner. */
export function requireOwner(product: ProductRecord, gtin: string, party: string): void {
  if (product.owner !== party)
    throw new LedgerError('PRODUCT_NOT_YOURS', `GTIN ${gtin} belongs to ${product.owner}`);
}

export function requireLot(lot: LotRecord | undefined, lotId: string): LotRecord {
  if (!lot) throw new LedgerError('LOT_UNKNOWN', `${lotId} was never made`);
  return lot;
}

/** An amount states exactly the measures that its lot is counted in. */
export function requireMeasures(amount: Amount, wanted: readonly Measure[], lotId: string): void {
  if (statesMeasures(amount, wanted)) return;
  throw new LedgerError(
    'MEASURE_MISMATCH',
    `${lotId} is counted in ${wanted.join(' and ')}, the event states ${say(amount)}`,
  );
}

/** A key is enrolled once, for one device, for good. */
export function requireNewKeys(scene: Scene): void {
  const used = scene.introduced.find((key) => key.isEnrolled);
  if (used) throw new LedgerError('ALREADY_REGISTERED', `key ${used.kid} is enrolled already`);
}
