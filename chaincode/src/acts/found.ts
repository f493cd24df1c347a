import {
  type DeviceRecord,
  type EventOf,
  keyOf,
  LedgerError,
  type NetworkRecord,
  type OrganisationRecord,
  type PartyRecord,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import { readRecords } from './read-records.ts';
import { isRegistrarOf, requireNewKeys } from './require.ts';

type Found = EventOf<'found'>;

interface FoundFacts {
  readonly network: NetworkRecord | undefined;
  readonly organisation: OrganisationRecord | undefined;
  readonly party: PartyRecord | undefined;
  /** Devices that the organisation had before, by key id. */
  readonly replaced: ReadonlyMap<string, DeviceRecord>;
}

/**
 * Founding of an organisation: submitted by its own admin (Fabric identity), signed by its first registrar.
 * The first founding stores the network's id. Again only with another organisation's registrar: the old registrar, log and service keys end.
 */
export const found: Act<Found, FoundFacts> = {
  keys: (event) => [keyOf.organisation(event.organisation)],

  async keysThatFollow(event, read) {
    return devicesOf(await read(keyOf.organisation(event.organisation))).map(keyOf.device);
  },

  async gather(event, read) {
    const organisation = await read(keyOf.organisation(event.organisation));
    return {
      organisation,
      network: await read(keyOf.network),
      party: await read(keyOf.party(event.party)),
      replaced: await readRecords(devicesOf(organisation), keyOf.device, read),
    };
  },

  decide(event, facts, scene) {
    const { submitter } = scene;
    if (submitter.mspId !== event.organisation || !submitter.isAdmin) {
      throw new LedgerError(
        'ROLE_NOT_ALLOWED',
        `${event.organisation} is founded by its own admin, not by ${submitter.mspId}`,
      );
    }
    if (facts.organisation) requireReplacement(event, facts.organisation, scene);
    else if (facts.party)
      throw new LedgerError('ALREADY_REGISTERED', `party ${event.party} is enrolled already`);
    requireNewKeys(scene);
    return {
      changes: [
        ...endOldDevices(facts, scene),
        ...(facts.network ? [] : [put(keyOf.network, { network: event.network })]),
        ...newOrganisation(event, scene),
      ],
    };
  },
};

const devicesOf = (organisation: OrganisationRecord | undefined): string[] =>
  organisation ? [organisation.registrar, organisation.log, organisation.service] : [];

function requireReplacement(event: Found, organisation: OrganisationRecord, scene: Scene): void {
  const isOther = (cosigner: Scene['signer']): boolean =>
    cosigner.party.organisation !== event.organisation &&
    isRegistrarOf(cosigner.party.organisation)(cosigner);
  if (!scene.cosigners.some(isOther))
    throw new LedgerError('COSIGNER_MISSING', 'a registrar of another organisation has not signed');
  if (organisation.party !== event.party) {
    throw new LedgerError(
      'ALREADY_REGISTERED',
      `${event.organisation} is ${organisation.party}, not ${event.party}`,
    );
  }
}

function endOldDevices(facts: FoundFacts, scene: Scene): Change[] {
  return [...facts.replaced].map(([kid, device]) =>
    put(keyOf.device(kid), { ...device, revokedAt: device.revokedAt ?? scene.recordedAt }),
  );
}

function newOrganisation(event: Found, scene: Scene): Change[] {
  const [registrar = '', log = '', service = ''] = scene.introduced.map((key) => key.kid);
  const device = (key: Found['logKey'], role: DeviceRecord['role']): DeviceRecord => ({
    party: event.party,
    key,
    role,
    validFrom: event.eventTime,
  });
  return [
    put(keyOf.organisation(event.organisation), { party: event.party, registrar, log, service }),
    put(keyOf.party(event.party), foundedParty(event, scene.recordedAt)),
    put(keyOf.device(registrar), device(event.registrarKey, 'registrar')),
    put(keyOf.device(log), device(event.logKey, 'log')),
    put(keyOf.device(service), device(event.serviceKey, 'service')),
  ];
}

/** The organisation's own party: it acts by its registrars and service keys alone, so it has no role of trade. */
export function foundedParty(event: Found, recordedAt: string): PartyRecord {
  return {
    organisation: event.organisation,
    roles: [],
    division: event.division,
    names: event.names,
    state: 'active',
    enrolledAt: recordedAt,
  };
}
