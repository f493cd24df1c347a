import type { PublicKey } from './crypto.ts';
import type { Names } from './event/base.ts';
import type { DeviceRole, PartyRole, SiteKind } from './event/registry.ts';
import type { Organisation } from './identifier.ts';
import type { Amount, Measure } from './quantity.ts';

/** The records of the world state, one interface per kind (law.md, Words). Values are JCS text; instants are RFC 3339. */
export interface NetworkRecord {
  readonly network: string;
}
export interface OrganisationRecord {
  readonly party: string;
  readonly registrar: string;
  readonly log: string;
  readonly service: string;
}
export interface PartyRecord {
  readonly organisation: Organisation;
  readonly roles: readonly PartyRole[];
  readonly division: string;
  readonly names?: Names | undefined;
  readonly remits?: readonly string[] | undefined;
  readonly divisionPrefix?: string | undefined;
  readonly state: 'active' | 'suspended';
}
export interface DeviceRecord {
  readonly party: string;
  readonly key: PublicKey;
  readonly role: DeviceRole;
  readonly validFrom: string;
  readonly validUntil?: string | undefined;
  readonly person?: string | undefined;
  /** Recorded time of the revocation. */
  readonly revokedAt?: string | undefined;
}
export interface SiteRecord {
  readonly kind: SiteKind;
  readonly division: string;
  readonly gln?: string | undefined;
}
export interface CategoryRecord {
  readonly commodity: string;
  readonly names: Names;
  readonly measures: readonly Measure[];
  readonly remits: readonly string[];
}
export interface ProductRecord {
  readonly owner: string;
  readonly category: string;
  readonly names: Names;
  readonly measures: readonly Measure[];
  readonly netContent?: Amount | undefined;
  readonly shelfLifeDays?: number | undefined;
  readonly standard?: string | undefined;
}
export interface LotRecord {
  readonly maker: string;
  readonly site: string;
  readonly measures: readonly Measure[];
  readonly created: Amount;
  /** The event that made it; its inputs are the lot's parents. */
  readonly madeBy: string;
  readonly bestBefore?: string | undefined;
}
export interface HoldingRecord {
  readonly available: Amount;
  readonly sold: Amount;
}
export const shipmentStates = ['open', 'accepted', 'disputed', 'refused', 'cancelled', 'settled'] as const;
export type ShipmentState = (typeof shipmentStates)[number];
export interface ShipmentLine {
  readonly lot: string;
  readonly sent: Amount;
  readonly refused?: Amount | undefined;
  readonly missing?: Amount | undefined;
}
export interface ShipmentRecord {
  readonly site: string;
  readonly to: string;
  readonly carrier?: string | undefined;
  readonly departure: string;
  readonly lines: readonly ShipmentLine[];
  readonly state: ShipmentState;
}
export interface EventRecord {
  readonly recordedAt: string;
  readonly breaches: readonly string[];
}
export interface WithdrawalRecord {
  readonly recordedAt: string;
}

declare const recordType: unique symbol;
/** A key of the world state that knows the type of its record. */
export type StateKey<R> = string & { readonly [recordType]?: R };

const key = <R>(...parts: string[]): StateKey<R> => parts.join('/') as StateKey<R>;

/** Every key of the world state. No part but the last may hold a stroke, so no two things share a key. */
export const keyOf = {
  network: key<NetworkRecord>('network'),
  organisation: (mspId: string) => key<OrganisationRecord>('organisation', mspId),
  party: (id: string) => key<PartyRecord>('party', id),
  device: (kid: string) => key<DeviceRecord>('device', kid),
  site: (party: string, site: string) => key<SiteRecord>('site', party, site),
  category: (code: string) => key<CategoryRecord>('category', code),
  product: (gtin: string) => key<ProductRecord>('product', gtin),
  lot: (lotId: string) => key<LotRecord>('lot', lotId),
  holding: (party: string, site: string, lotId: string) => key<HoldingRecord>('holding', party, site, lotId),
  shipment: (shipmentId: string) => key<ShipmentRecord>('shipment', shipmentId),
  event: (id: string) => key<EventRecord>('event', id),
  withdrawal: (kid: string, id: string) => key<WithdrawalRecord>('withdrawal', kid, id),
} as const;
