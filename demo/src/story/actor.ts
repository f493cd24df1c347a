import type { EventFieldsOf } from '@mengsu/client';

export type Organisation = EventFieldsOf<'found'>['organisation'];
type Role = EventFieldsOf<'enrolParty'>['roles'][number];
type SiteKind = EventFieldsOf<'registerSite'>['kind'];

/** A party of the demonstration. Nobody real is meant: the names say 示范, the credit codes have right check characters and no owner. */
export interface Actor {
  readonly party: string;
  readonly organisation: Organisation;
  readonly roles: readonly Role[];
  readonly division: string;
  /** Absent for natural persons: the ledger does not name them. */
  readonly names?: { readonly zh: string; readonly en: string };
  readonly sites: { readonly [site: string]: SiteKind };
  /** True where the device is a named person's, who may sign 合格证. */
  readonly isPersonal?: true;
}

/** What is told of an actor; the division is in the credit code. */
type Told = Pick<Actor, 'party' | 'isPersonal'> & {
  readonly zh: string;
  readonly en: string;
  readonly sites: Actor['sites'];
};

const actorOf = (organisation: Organisation, roles: Actor['roles'], { zh, en, ...told }: Told): Actor => ({
  ...told,
  organisation,
  roles,
  division: told.party.slice(2, 8),
  names: { zh: `${zh}(示范)`, en: `${en} (demonstration)` },
});

export const producer = (told: Told): Actor => actorOf('ProducersMSP', ['producer'], told);
export const processor = (told: Told): Actor => actorOf('TradeMSP', ['processor'], told);
/** Who collects what others grew, splits and sorts it, and sells it on. */
export const collector = (told: Told): Actor => actorOf('TradeMSP', ['processor', 'trader'], told);
export const trader = (told: Told): Actor => actorOf('TradeMSP', ['trader'], told);
export const carrier = (told: Told): Actor => actorOf('TradeMSP', ['carrier'], told);
export const laboratory = (told: Told): Actor => actorOf('TradeMSP', ['laboratory'], told);
export const certifier = (told: Told): Actor => actorOf('BrandMSP', ['certifier'], told);
export const regulator = (told: Told): Actor => actorOf('RegulatorMSP', ['regulator'], told);
