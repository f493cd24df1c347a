import {
  type Amount,
  type CategoryRecord,
  type DeviceRole,
  type HoldingRecord,
  isNothing,
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

/** Some of the lot is in hand at this place of the party's. */
export function requireInHand(
  holding: HoldingRecord | undefined,
  lotId: string,
  place: string,
): HoldingRecord {
  if (holding && !isNothing(holding.available)) return holding;
  throw new LedgerError('HOLDING_TOO_SMALL', `nothing of ${lotId} is in hand at ${place}`);
}

/** A registrar of the organisation among the cosigners. */
export const isRegistrarOf = (organisation: string) => (signer: Signer) =>
  signer.device.role === 'registrar' && signer.party.organisation === organisation;

/** An operator of the party among the cosigners. */
export const isOperatorOf = (party: string) => (signer: Signer) =>
  signer.device.role === 'operator' && signer.device.party === party;

/** An operator of a certifier of BrandMSP. */
export const isCertifier = ({ device, party }: Signer): boolean =>
  device.role === 'operator' && party.organisation === 'BrandMSP' && party.roles.includes('certifier');

/** An operator of a regulator of RegulatorMSP. */
export const isRegulator = ({ device, party }: Signer): boolean =>
  device.role === 'operator' && party.organisation === 'RegulatorMSP' && party.roles.includes('regulator');

/** What mints trust: a certifier of BrandMSP says it, and a regulator of RegulatorMSP signs too. */
export function requireCertifierAndRegulator(scene: Scene): void {
  if (!isCertifier(scene.signer))
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      'the act is for a certifier of BrandMSP, by an operator of its own',
    );
  requireCosigner(scene, isRegulator, 'a regulator of RegulatorMSP');
}

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

export function requireCategory(category: CategoryRecord | undefined, code: string): CategoryRecord {
  if (!category) throw new LedgerError('CATEGORY_UNKNOWN', `${code} is not registered`);
  return category;
}

/** A lot that was made and not undone. */
export function requireLot(lot: LotRecord | undefined, lotId: string): LotRecord {
  if (!lot) throw new LedgerError('LOT_UNKNOWN', `${lotId} was never made`);
  if (lot.reversed) throw new LedgerError('LOT_UNKNOWN', `${lotId} was made by mistake and undone`);
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
