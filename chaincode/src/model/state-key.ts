import type { HoldRecord, OrderRecord, RecallRecord, RecallResponseRecord } from './record-oversight.ts';
import type {
  CategoryRecord,
  CertificateRecord,
  CodesRecord,
  DeclarationRecord,
  DeviceRecord,
  EventRecord,
  HoldingRecord,
  InputRecord,
  LotRecord,
  MandateRecord,
  NetworkRecord,
  OrganisationRecord,
  PartyRecord,
  ProcessRecord,
  ProductRecord,
  QuotaRecord,
  QuotaSpansRecord,
  SampleRecord,
  ShipmentRecord,
  SiteRecord,
  UnitRecord,
  WithdrawalRecord,
} from './record-state.ts';
import type { TreatmentRecord } from './record-treatment.ts';

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
  mandate: (principal: string, delegate: string) => key<MandateRecord>('mandate', principal, delegate),
  site: (party: string, site: string) => key<SiteRecord>('site', party, site),
  treatment: (party: string, site: string) => key<TreatmentRecord>('treatment', party, site),
  category: (code: string) => key<CategoryRecord>('category', code),
  product: (gtin: string) => key<ProductRecord>('product', gtin),
  input: (number: string) => key<InputRecord>('input', number),
  process: (id: string) => key<ProcessRecord>('process', id),
  /** `issuer/number`: an issuer's id holds no stroke. */
  certificate: (id: string) => key<CertificateRecord>('certificate', id),
  quota: (party: string, site: string, commodity: string, season: string) =>
    key<QuotaRecord>('quota', party, site, commodity, season),
  quotaSpans: (party: string, site: string, commodity: string) =>
    key<QuotaSpansRecord>('quotaSpans', party, site, commodity),
  lot: (lotId: string) => key<LotRecord>('lot', lotId),
  holding: (party: string, site: string, lotId: string) => key<HoldingRecord>('holding', party, site, lotId),
  shipment: (shipmentId: string) => key<ShipmentRecord>('shipment', shipmentId),
  unit: (party: string, sscc: string) => key<UnitRecord>('unit', party, sscc),
  codes: (party: string, lotId: string) => key<CodesRecord>('codes', party, lotId),
  declaration: (eventId: string) => key<DeclarationRecord>('declaration', eventId),
  sample: (eventId: string) => key<SampleRecord>('sample', eventId),
  hold: (eventId: string) => key<HoldRecord>('hold', eventId),
  recall: (eventId: string) => key<RecallRecord>('recall', eventId),
  recallResponse: (recall: string, party: string) =>
    key<RecallResponseRecord>('recallResponse', recall, party),
  order: (eventId: string) => key<OrderRecord>('order', eventId),
  event: (id: string) => key<EventRecord>('event', id),
  withdrawal: (kid: string, id: string) => key<WithdrawalRecord>('withdrawal', kid, id),
} as const;
