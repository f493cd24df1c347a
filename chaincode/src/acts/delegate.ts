import {
  type EventOf,
  keyOf,
  LedgerError,
  type MandateRecord,
  type PartyRecord,
  type ProductRecord,
} from '../model/index.ts';
import { type Act, put, type Scene } from './act.ts';
import { mintsTrust, requireEnrolled, requirePrincipalOrRegistrar } from './parties.ts';
import { readRecords } from './read-records.ts';
import { requireCosigner, requireProduct } from './require.ts';

type Delegate = EventOf<'delegate'>;

interface DelegateFacts {
  readonly principal: PartyRecord | undefined;
  readonly delegate: PartyRecord | undefined;
  readonly existing: MandateRecord | undefined;
  readonly products: ReadonlyMap<string, ProductRecord>;
}

/**
 * 委托: a party's own operator lets another party speak for it in some acts, and make lots under some of its GTINs, until a day. For a party that
 * has no device a registrar of its organisation says it, with the digest of the paper and a second registrar. A new mandate replaces the one before.
 */
export const delegate: Act<Delegate, DelegateFacts> = {
  keys: (event) => [
    keyOf.party(event.principal),
    keyOf.party(event.delegate),
    keyOf.mandate(event.principal, event.delegate),
    ...event.gtins.map(keyOf.product),
  ],

  async gather(event, read) {
    return {
      principal: await read(keyOf.party(event.principal)),
      delegate: await read(keyOf.party(event.delegate)),
      existing: await read(keyOf.mandate(event.principal, event.delegate)),
      products: await readRecords(event.gtins, keyOf.product, read),
    };
  },

  decide(event, facts, scene) {
    const principal = requireEnrolled(facts.principal, event.principal);
    requireEnrolled(facts.delegate, event.delegate);
    const { isRegistrar } = requirePrincipalOrRegistrar(event, principal, scene);
    requireDelegable(event, principal);
    if (isRegistrar)
      requireCosigner(scene, ({ device }) => device.role === 'registrar', 'a second registrar');
    requireNotEndedSince(event, facts);
    requireOwnProducts(event, facts);
    requireAhead(event, scene);
    const { acts, gtins, until } = event;
    return { changes: [put(keyOf.mandate(event.principal, event.delegate), { acts, gtins, until })] };
  },
};

/** The power to seal and to call back is not lent to anybody. Whoever mints trust licenses its GTINs, and speaks by its own devices. */
function requireDelegable({ principal, acts }: Delegate, { roles }: PartyRecord): void {
  if (acts.length > 0 && mintsTrust(roles))
    throw new LedgerError('ROLE_NOT_ALLOWED', `${principal} is ${roles.join(', ')}, nobody speaks for it`);
}

/** An end stops what was said before it and is still on its way: a mandate that somebody kept back must not come to life again. */
function requireNotEndedSince({ eventTime }: Delegate, { existing }: DelegateFacts): void {
  if (existing?.endedAt !== undefined && eventTime <= existing.endedAt) {
    throw new LedgerError(
      'SUBJECT_CLOSED',
      `the mandate was ended at ${existing.endedAt}, this one was said at ${eventTime}`,
    );
  }
}

function requireOwnProducts(event: Delegate, { products }: DelegateFacts): void {
  const owners = event.gtins.map((gtin) => ({ gtin, ...requireProduct(products.get(gtin), gtin) }));
  const foreign = owners.find(({ owner }) => owner !== event.principal);
  if (foreign) throw new LedgerError('PRODUCT_NOT_YOURS', `GTIN ${foreign.gtin} belongs to ${foreign.owner}`);
}

function requireAhead({ until }: Delegate, { recordedAt }: Scene): void {
  if (until <= recordedAt)
    throw new LedgerError('LIMIT_EXCEEDED', `the mandate would end at ${until}, the time is ${recordedAt}`);
}
