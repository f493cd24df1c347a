import type { BreachCode } from './breaches.ts';
import type { PublicKey } from './crypto.ts';
import type { Effect } from './effect.ts';
import type { Names } from './event/base.ts';
import type { Band, Ceiling, inputKinds, SiteKind, Use, WantingAct } from './event/catalogue.ts';
import type { Capacity } from './event/certification.ts';
import type { ActName } from './event/index.ts';
import type { PaperKind } from './event/papers.ts';
import type { DeviceRole, PartyRole, Remit } from './event/registry.ts';
import type { Organisation } from './identifier.ts';
import type { Amount, Measure } from './quantity.ts';
import type { Earliest, TreatedLot } from './record-treatment.ts';

/** The records of the world state, one interface per kind (law.md, Words). Values are JCS text; instants are RFC 3339, days `2026-09-01`. */
export interface NetworkRecord {
  readonly network: string;
}
export interface OrganisationRecord {
  readonly party: string;
  readonly registrar: string;
  readonly log: string;
  readonly service: string;
}
/** How something that was granted stands: a suspension may be lifted, a withdrawal not. */
export type TrustState = 'active' | 'suspended' | 'withdrawn';
export interface PartyRecord {
  readonly organisation: Organisation;
  readonly roles: readonly PartyRole[];
  readonly division: string;
  readonly names?: Names | undefined;
  readonly remits?: readonly Remit[] | undefined;
  readonly divisionPrefix?: string | undefined;
  readonly state: TrustState;
  /** Recorded time of the enrolment. */
  readonly enrolledAt: string;
  /** Holds on all that it has. */
  readonly holds?: readonly string[] | undefined;
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
export interface MandateRecord {
  readonly acts: readonly ActName[];
  readonly gtins: readonly string[];
  readonly until: string;
  readonly endedAt?: string | undefined;
}
export interface SiteRecord {
  readonly kind: SiteKind;
  readonly division: string;
  readonly gln?: string | undefined;
  /** Absent for active. */
  readonly state?: TrustState | undefined;
  readonly capacities?: readonly SiteCapacity[] | undefined;
}
export interface SiteCapacity extends Capacity {
  readonly commodity: string;
}
export interface CategoryRecord {
  readonly commodity: string;
  readonly names: Names;
  readonly measures: readonly Measure[];
  readonly remits: readonly Remit[];
  readonly stage: number;
  readonly use?: Use | undefined;
  readonly declared?: true | undefined;
  readonly papers?: { readonly [A in WantingAct]?: readonly PaperKind[] | undefined } | undefined;
  readonly tests?: readonly WantingAct[] | undefined;
  readonly recountPermille?: number | undefined;
  readonly ceilings?: readonly Ceiling[] | undefined;
}
export interface ProductRecord {
  readonly owner: string;
  readonly category: string;
  readonly commodity: string;
  readonly names: Names;
  readonly measures: readonly Measure[];
  readonly netContent?: Amount | undefined;
  readonly netContentPermille?: number | undefined;
  readonly shelfLifeDays?: number | undefined;
  readonly standard?: string | undefined;
  readonly contains?: { readonly gtin: string; readonly count: number } | undefined;
}
export interface InputRecord {
  readonly kind: (typeof inputKinds)[number];
  readonly names: Names;
  /** Days by use. */
  readonly intervals: { readonly [U in Use]?: number | undefined };
}
export interface ProcessRecord {
  readonly names: Names;
  readonly principal: readonly string[];
  readonly outputs: readonly { readonly category: string; readonly bands: readonly Band[] }[];
  readonly additions?: readonly { readonly category: string; readonly maxPermille: number }[] | undefined;
}
export interface CertificateRecord {
  readonly scheme: string;
  readonly holder: string;
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly sites: readonly string[];
  readonly from: string;
  readonly until: string;
  /** The holder's, when it was issued: whose regulator may restrict it. */
  readonly division: string;
  readonly state: TrustState;
}
export interface QuotaRecord {
  /** What it was measured for: a carcass is not claimed on live weight. */
  readonly category: string;
  readonly from: string;
  readonly until: string;
  readonly granted: Amount;
  readonly used: Amount;
  readonly division: string;
  readonly state: TrustState;
}
/** The days of all quotas that a site has of a commodity: what a new one must not overlap. */
export interface QuotaSpansRecord {
  readonly spans: readonly { readonly season: string; readonly from: string; readonly until: string }[];
}
export interface LotRecord {
  readonly maker: string;
  readonly site: string;
  /** The site's division: whose regulator may hold or recall it. */
  readonly division: string;
  readonly category: string;
  readonly measures: readonly Measure[];
  readonly created: Amount;
  /** The event that made it; its inputs are the lot's parents. */
  readonly madeBy: string;
  /** When it was said to be made. */
  readonly madeAt: string;
  readonly bestBefore?: string | undefined;
  /** Schemes that it carries, sorted; absent for none. */
  readonly claims?: readonly string[] | undefined;
  /** True where a breach took its claims for good. */
  readonly stripped?: true | undefined;
  /** True where it was admitted from outside. */
  readonly admitted?: true | undefined;
  /** What tests have said of it; a failure stays. */
  readonly test?: 'passed' | 'failed' | undefined;
  /** True where a laboratory in scope has passed it: its maker's own test is not enough for goods from outside. */
  readonly inspected?: true | undefined;
  /** Ids of holds and recalls that name it, or came down to it; each stands until its own record says otherwise. */
  readonly holds?: readonly string[] | undefined;
  readonly recalls?: readonly string[] | undefined;
  readonly earliest?: Earliest | undefined;
  readonly treated?: TreatedLot | undefined;
  /** True once a sample or 合格证 rests on it: its making is not reversed any more. */
  readonly fixed?: true | undefined;
  /** True where the event that made it was reversed: it never was. */
  readonly reversed?: true | undefined;
}
export interface HoldingRecord {
  readonly available: Amount;
  readonly sold: Amount;
  /** Given back by customers: apart from what may be used. */
  readonly returned?: Amount | undefined;
  /** On logistic units. */
  readonly loaded?: Amount | undefined;
  /** Holds on what lies here alone. */
  readonly holds?: readonly string[] | undefined;
  /** Sum of what recounts moved since, and what lay there then. */
  readonly recounted?: { readonly since: string; readonly base: Amount; readonly moved: Amount } | undefined;
}
export const shipmentStates = ['open', 'accepted', 'disputed', 'refused', 'cancelled', 'settled'] as const;
export type ShipmentState = (typeof shipmentStates)[number];
export interface ShipmentLine {
  readonly lot: string;
  readonly sent: Amount;
  readonly refused?: Amount | undefined;
  readonly missing?: Amount | undefined;
  /** True for goods that customers gave back. */
  readonly returned?: true | undefined;
  /** Holds that go along with the goods to whoever takes them. */
  readonly holds?: readonly string[] | undefined;
}
export interface ShipmentRecord {
  readonly site: string;
  readonly to: string;
  readonly carrier?: string | undefined;
  readonly departure: string;
  readonly lines: readonly ShipmentLine[];
  readonly state: ShipmentState;
}
export interface UnitRecord {
  readonly site: string;
  readonly contents: readonly { readonly lot: string; readonly amount: Amount }[];
  /** True once it was dispatched: an SSCC is used once. */
  readonly sent?: true | undefined;
}
export interface CodeSet {
  readonly set: number;
  readonly count: number;
  readonly root: string;
  /** Sorted, apart from each other: [from, to], both counted. */
  readonly activated: readonly CodeRange[];
  readonly voided: readonly CodeRange[];
}
export type CodeRange = readonly [from: number, to: number];
export interface CodesRecord {
  readonly sets: readonly CodeSet[];
}
export interface DeclarationRecord {
  readonly party: string;
  readonly lot: string;
  readonly form: 1 | 2;
  readonly revokedAt?: string | undefined;
}
export interface SampleRecord {
  readonly lot: string;
  readonly holder: string;
  readonly site: string;
}
export interface EventRecord {
  readonly recordedAt: string;
  readonly act: ActName;
  readonly party: string;
  readonly breaches: readonly BreachCode[];
  readonly effect?: Effect | undefined;
  /** The event that corrected it. */
  readonly correctedBy?: string | undefined;
}
export interface WithdrawalRecord {
  readonly recordedAt: string;
}
