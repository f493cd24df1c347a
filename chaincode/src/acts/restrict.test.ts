import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { type Fields, makeDevice } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { rewrite, say, siteFields, type Trader, type TradeWorld, tradeWorld } from '../testing-trade.ts';
import { creditCode, enrol } from '../testing-world.ts';

let at: TradeWorld;
const records: { readonly [kind: string]: () => { readonly key: string; readonly subject: Fields } } = {
  certificate: () => ({
    key: keyOf.certificate(`${at.certifier.id}/MZB-1`),
    subject: { kind: 'certificate', certificate: `${at.certifier.id}/MZB-1` },
  }),
  quota: () => ({
    key: keyOf.quota(at.herder.id, 'PASTURE-1', 'sheep', '2026'),
    subject: { kind: 'quota', holder: at.herder.id, site: 'PASTURE-1', commodity: 'sheep', season: '2026' },
  }),
  party: () => ({ key: keyOf.party(at.herder.id), subject: { kind: 'party', party: at.herder.id } }),
  site: () => ({
    key: keyOf.site(at.herder.id, 'PASTURE-1'),
    subject: { kind: 'site', holder: at.herder.id, site: 'PASTURE-1' },
  }),
};
const kinds = Object.keys(records);
const recordOf = (kind: string) => {
  const record = records[kind];
  if (!record) throw new TypeError(`no ${kind}`);
  return record();
};

/** The trade world with a certificate and a quota of the herder's, by hand: how they come to be is told elsewhere. */
beforeEach(async () => {
  at = await tradeWorld();
  for (const kind of ['certificate', 'quota'])
    rewrite(at, recordOf(kind).key, { division: '152502', state: 'active' });
});

const restrict = (subject: Fields, to = 'suspended'): Fields => ({
  act: 'restrict',
  subject,
  to,
  reason: 'other',
});
const reinstate = (subject: Fields): Fields => ({ act: 'reinstate', subject });
const party = (id: string): Fields => ({ kind: 'party', party: id });
const stateAt = (key: string) => (at.world.state.at(key) as { readonly state?: string }).state;

/** Another regulator, of these divisions. */
async function regulatorOf(divisionPrefix: string, first17 = '11150000115000606'): Promise<Trader> {
  const id = creditCode(first17);
  const device = await enrol(at.world, at.network, {
    id,
    organisation: 'RegulatorMSP',
    roles: ['regulator'],
  });
  rewrite(at, keyOf.party(id), { divisionPrefix });
  return { id, device };
}

describe.each(kinds)('restrict of a %s', (kind) => {
  it.each(['certifier', 'regulator'] as const)(
    'suspends by a %s alone, and changes nothing else',
    async (who) => {
      const { key, subject } = recordOf(kind);
      const before = at.world.state.at(key);
      await say(at, at[who], restrict(subject));
      expect(at.world.state.at(key)).toEqual({ ...(before as object), state: 'suspended' });
    },
  );

  it('is for a regulator of its division', async () => {
    const { key, subject } = recordOf(kind);
    const near = await regulatorOf('1525');
    const far = await regulatorOf('1526', '11150000115000707');
    await expectRefusal('OUT_OF_REMIT', () => say(at, far, restrict(subject)));
    await say(at, near, restrict(subject));
    expect(stateAt(key)).toBe('suspended');
  });

  it('is for nobody else, not for its holder, a registrar, or with their signatures', async () => {
    const { subject } = recordOf(kind);
    const { ProducersMSP, RegulatorMSP } = at.network;
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.herder, restrict(subject)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, restrict(subject), at.regulator.device));
    for (const { party: id, registrar: device } of [ProducersMSP, RegulatorMSP])
      await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, { id, device }, restrict(subject)));
  });

  it('ends a suspended one for good: no restriction and no reinstatement after', async () => {
    const { key, subject } = recordOf(kind);
    await say(at, at.regulator, restrict(subject));
    await say(at, at.certifier, restrict(subject, 'withdrawn'), at.regulator.device);
    expect(stateAt(key)).toBe('withdrawn');
    await expectRefusal('SUBJECT_CLOSED', () => say(at, at.regulator, restrict(subject)));
    await expectRefusal('SUBJECT_CLOSED', () =>
      say(at, at.certifier, restrict(subject, 'withdrawn'), at.regulator.device),
    );
    await expectRefusal('SUBJECT_CLOSED', () =>
      say(at, at.certifier, reinstate(subject), at.regulator.device),
    );
  });
});

describe.each(kinds)('reinstate of a %s', (kind) => {
  it('lifts a suspension, by a certifier with a regulator alone', async () => {
    const { key, subject } = recordOf(kind);
    await say(at, at.certifier, restrict(subject));
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, at.regulator, reinstate(subject), at.certifier.device),
    );
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, reinstate(subject)));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, reinstate(subject), at.plant.device));
    await say(at, at.certifier, reinstate(subject), at.regulator.device);
    expect(stateAt(key)).toBe('active');
  });

  it('refuses what is active', async () => {
    const { subject } = recordOf(kind);
    await expectRefusal('SUBJECT_CLOSED', () =>
      say(at, at.certifier, reinstate(subject), at.regulator.device),
    );
  });
});

describe('what nobody knows', () => {
  const id = creditCode('91152502115000808');
  it.each([
    ['CERTIFICATE_UNKNOWN', { kind: 'certificate', certificate: `${id}/NONE` }],
    ['SUBJECT_UNKNOWN', { kind: 'quota', holder: id, site: 'S', commodity: 'sheep', season: '2026' }],
    ['PARTY_UNKNOWN', { kind: 'party', party: id }],
    ['SITE_UNKNOWN', { kind: 'site', holder: id, site: 'S' }],
  ] as const)('is refused as %s, in both acts', async (code, subject) => {
    await expectRefusal(code, () => say(at, at.regulator, restrict(subject)));
    await expectRefusal(code, () => say(at, at.certifier, reinstate(subject), at.regulator.device));
  });

  it('is told after who may ask, but for parties', async () => {
    const site = { kind: 'site', holder: id, site: 'S' };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, restrict(site)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, reinstate(site)));
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.shop, restrict(party(id))));
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.shop, reinstate(party(id))));
  });
});

describe('who watches', () => {
  it('is disarmed by no certifier and no regulator alone, not by two of a kind', async () => {
    const second = await regulatorOf('15');
    for (const { id } of [at.certifier, at.regulator, second]) {
      await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, restrict(party(id))));
      await expectRefusal('COSIGNER_MISSING', () => say(at, at.regulator, restrict(party(id))));
      await expectRefusal('COSIGNER_MISSING', () =>
        say(at, at.regulator, restrict(party(id)), second.device),
      );
    }
  });

  it.each(['certifier', 'regulator'] as const)('is suspended by both, said by the %s', async (who) => {
    const second = await regulatorOf('15');
    const cosigner = who === 'certifier' ? at.regulator : at.certifier;
    await say(at, at[who], restrict(party(second.id)), cosigner.device);
    await expectRefusal('PARTY_SUSPENDED', () => say(at, second, siteFields('OFFICE')));
  });

  it('is suspended with the help of no lower office, and no other division’s', async () => {
    const lower = await regulatorOf('152502');
    rewrite(at, keyOf.party(at.regulator.id), { division: '150000' });
    const subject = party(at.regulator.id);
    await expectRefusal('OUT_OF_REMIT', () => say(at, lower, restrict(subject), at.certifier.device));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, restrict(subject), lower.device));
  });

  it('keeps its organisations: their own parties cannot be restricted', async () => {
    for (const { party: id } of Object.values(at.network)) {
      await expectRefusal('ROLE_NOT_ALLOWED', () =>
        say(at, at.certifier, restrict(party(id)), at.regulator.device),
      );
    }
  });

  it('ends no party alone: it can never be enrolled again', async () => {
    const subject = party(at.shop.id);
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, restrict(subject, 'withdrawn')));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.regulator, restrict(subject, 'withdrawn')));
    await say(at, at.regulator, restrict(subject, 'withdrawn'), at.certifier.device);
    expect(stateAt(keyOf.party(at.shop.id))).toBe('withdrawn');
  });

  it('cannot lift its own suspension', async () => {
    await say(at, at.certifier, restrict(party(at.certifier.id)), at.regulator.device);
    await expectRefusal('PARTY_SUSPENDED', () =>
      say(at, at.certifier, reinstate(party(at.certifier.id)), at.regulator.device),
    );
  });

  it('is no certifier in another organisation, and no registrar of its own', async () => {
    rewrite(at, keyOf.party(at.plant.id), { roles: ['certifier'] });
    const { subject } = recordOf('site');
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, restrict(subject)));
    const { party: id, registrar } = at.network.BrandMSP;
    const device = await makeDevice();
    const key = { act: 'enrolDevice', subject: id, key: device.publicKey, role: 'operator' };
    await say(at, { id, device: registrar }, key, device);
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, { id, device }, restrict(subject)));
  });
});

describe('a restriction', () => {
  it('may be said again by another who watches', async () => {
    const { key, subject } = recordOf('site');
    await say(at, at.certifier, restrict(subject));
    await say(at, at.regulator, restrict(subject));
    expect(stateAt(key)).toBe('suspended');
  });
});
