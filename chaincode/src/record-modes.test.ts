import { describe, expect, it } from 'vitest';
import { keyOf, type Mode } from './model/index.ts';
import { type DeviceKey, documentText, type Fields, makeDevice, signedEnvelope } from './model/testing.ts';
import { expectRefusal, expectRefused } from './testing-refusals.ts';
import {
  commissionFields,
  dayMs,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  milk,
  say,
  siteFields,
  type TradeWorld,
  tradeWorld,
} from './testing-trade.ts';
import type { World } from './testing-world.ts';

type Said = readonly [Fields, readonly DeviceKey[]];

const sale = (at: TradeWorld, count: number): Said => [
  {
    party: at.herder.id,
    act: 'sell',
    site: 'PASTURE-1',
    lines: [{ lot: lamb, amount: heads(count) }],
    to: 'consumer',
  },
  [at.herder.device],
];
const byHerder = (at: TradeWorld, fields: Fields): Said => [
  { party: at.herder.id, ...fields },
  [at.herder.device],
];

const envelopesOf = (world: World, said: readonly Said[]) =>
  Promise.all(said.map(([fields, devices]) => signedEnvelope(world.stamped(fields), devices)));

const bytesOf = (world: World) =>
  new Map([...world.state.values].map(([key, value]) => [key, String(value)]));

describe('events of one document', () => {
  it('see each other’s writes: ten of twenty, and ten, and then none', async () => {
    const at = await lambWorld();
    const receipt = await at.world.sayAll([sale(at, 15), sale(at, 10), sale(at, 5)], 'each');
    expect(receipt.results.map(({ status }) => status)).toEqual(['recorded', 'refused', 'recorded']);
    expectRefused('HOLDING_TOO_SMALL', receipt, 1);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({
      available: { count: 0, massG: 0 },
      sold: heads(20),
    });
  });

  it('may enrol the device that signs the next, which makes the lot that the next sells', async () => {
    const at = await tradeWorld();
    const device = await makeDevice();
    const enrolment = { act: 'enrolDevice', subject: at.herder.id, key: device.publicKey, role: 'operator' };
    const receipt = await at.world.sayAll([
      [{ party: at.herder.id, ...enrolment }, [at.herder.device, device]],
      [{ party: at.herder.id, ...commissionFields(lamb, heads(20)) }, [device]],
      sale(at, 20),
    ]);
    expect(receipt.results.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
  });

  it('may revoke the device that signs the next', async () => {
    const at = await lambWorld();
    const { device } = at.herder;
    const revocation = byHerder(at, { act: 'revokeDevice', subject: device.kid, reason: 'stolen' });
    expectRefused('DEVICE_REVOKED', await at.world.sayAll([revocation, sale(at, 1)], 'each'), 1);
  });

  it('may withdraw one that comes later in it', async () => {
    const at = await lambWorld();
    const [later] = await envelopesOf(at.world, [sale(at, 1)]);
    const { createHash } = await import('node:crypto');
    const event = createHash('sha256')
      .update(later?.payload ?? '')
      .digest('base64url');
    const [withdrawal] = await envelopesOf(at.world, [byHerder(at, { act: 'withdraw', event })]);
    if (!later || !withdrawal) throw new Error('two envelopes');
    expectRefused('EVENT_WITHDRAWN', await at.world.submit(documentText([withdrawal, later], 'each')), 1);
  });

  it('are refused whole when one is named twice, also under another signature', async () => {
    const at = await lambWorld();
    const fields = at.world.stamped(sale(at, 1)[0]);
    const [one, two] = [
      await signedEnvelope(fields, [at.herder.device]),
      await signedEnvelope(fields, [at.herder.device]),
    ];
    for (const mode of ['all', 'each'] as const) {
      await expectRefusal('DOCUMENT_INVALID', () => at.world.submit(documentText([one, one], mode)));
      await expectRefusal('DOCUMENT_INVALID', () => at.world.submit(documentText([one, two], mode)));
    }
  });
});

describe('mode all', () => {
  it('writes nothing when one event is refused, and says which', async () => {
    const at = await lambWorld();
    const before = bytesOf(at.world);
    const refusal = await expectRefusal('HOLDING_TOO_SMALL', () =>
      at.world.sayAll([sale(at, 1), sale(at, 20)]),
    );
    expect(refusal.pointer).toBe('/events/1');
    expect(bytesOf(at.world)).toEqual(before);
  });
});

describe('mode each', () => {
  it('leaves no trace of what it refuses: the state is that of a document without it', async () => {
    const at = await lambWorld();
    const good = await envelopesOf(at.world, [sale(at, 4), sale(at, 6)]);
    const bad = await envelopesOf(at.world, [
      sale(at, 21),
      byHerder(at, { act: 'move', from: 'PASTURE-1', to: 'NONE', lines: [{ lot: lamb, amount: heads(1) }] }),
      byHerder(at, commissionFields(lamb, heads(1))),
      byHerder(at, commissionFields(milk, heads(1))),
    ]);
    const before = new Map(at.world.state.values);
    await at.world.submit(documentText(good, 'each'));
    const without = bytesOf(at.world);
    at.world.state.values.clear();
    for (const [key, value] of before) at.world.state.values.set(key, value);
    const mixed = documentText([...bad.slice(0, 2), ...good, ...bad.slice(2)], 'each');
    const { results } = await at.world.submit(mixed);
    expect(results.filter(({ status }) => status === 'refused')).toHaveLength(4);
    expect(bytesOf(at.world)).toEqual(without);
  });

  it('answers in the order of the events with code, detail and id', async () => {
    const at = await lambWorld();
    const [sold, more] = await envelopesOf(at.world, [sale(at, 20), sale(at, 1)]);
    if (!sold || !more) throw new Error('two envelopes');
    const { results } = await at.world.submit(documentText([more, sold], 'each'));
    expect(results.map(({ status }) => status)).toEqual(['recorded', 'refused']);
    const place = `${lamb} at ${at.herder.id}/PASTURE-1`;
    expect(results[1]).toEqual({
      id: expect.stringMatching(/^[\w-]{43}$/),
      status: 'refused',
      code: 'HOLDING_TOO_SMALL',
      detail: `${place} holds 19 pieces, 760000 g, the event takes 20 pieces, 800000 g`,
    });
  });

  it('writes nothing at all when every event is refused', async () => {
    const at = await lambWorld();
    at.world.state.writes = 0;
    await at.world.sayAll([sale(at, 21), sale(at, 22)], 'each');
    expect(at.world.state.writes).toBe(0);
  });
});

describe.each(['all', 'each'] as const)('mode %s', (mode: Mode) => {
  it('fails the whole document for what cannot be believed, and points at it', async () => {
    const at = await lambWorld();
    const [good, other] = await envelopesOf(at.world, [sale(at, 1), sale(at, 2)]);
    if (!good || !other) throw new Error('two envelopes');
    const stranger = await makeDevice();
    const [unknown, elsewhere, wrong] = await envelopesOf(at.world, [
      [sale(at, 1)[0], [stranger]],
      [{ ...sale(at, 1)[0], network: 'another-net' }, [at.herder.device]],
      byHerder(at, { ...siteFields('S-9'), colour: 'red' }),
    ]);
    const swapped = { ...good, signatures: other.signatures };
    const stripped = { ...good, signatures: [] };
    const cases = [
      ['DEVICE_UNKNOWN', unknown],
      ['NETWORK_MISMATCH', elsewhere],
      ['EVENT_INVALID', wrong],
      ['SIGNATURE_INVALID', swapped],
      ['DOCUMENT_INVALID', stripped],
    ] as const;
    const before = bytesOf(at.world);
    for (const [code, envelope] of cases) {
      if (!envelope) throw new Error('an envelope');
      const refusal = await expectRefusal(code, () => at.world.submit(documentText([other, envelope], mode)));
      expect(refusal.pointer).toMatch(/^\/events\/1/);
    }
    expect(bytesOf(at.world)).toEqual(before);
  });

  it('refuses what is no document, or too large a one', async () => {
    const { world } = await lambWorld();
    for (const text of ['', '[]', '{}', '{"mode":"all","events":[]}', '{"mode":"some","events":[]}', 'é{']) {
      await expectRefusal('DOCUMENT_INVALID', () => world.submit(text));
    }
    await expectRefusal('DOCUMENT_TOO_LARGE', () => world.submit(`"${'é'.repeat(128 * 1024)}"`));
  });
});

describe('the same event again', () => {
  async function recorded() {
    const at = await lambWorld();
    const fields = at.world.stamped(sale(at, 3)[0]);
    const text = documentText([await signedEnvelope(fields, [at.herder.device])]);
    await at.world.submit(text);
    return { at, fields, text, before: bytesOf(at.world) };
  }

  it('exists, and writes nothing', async () => {
    const { at, text, before } = await recorded();
    const again = await at.world.submit(text);
    expect(again.results).toEqual([{ id: again.results[0]?.id, status: 'exists', breaches: [] }]);
    expect(bytesOf(at.world)).toEqual(before);
  });

  it('exists under a fresh signature of the same signer', async () => {
    const { at, fields } = await recorded();
    const again = await at.world.submit(documentText([await signedEnvelope(fields, [at.herder.device])]));
    expect(again.results[0]?.status).toBe('exists');
  });

  it('exists after it has expired and after its device was revoked', async () => {
    const { at, text } = await recorded();
    at.world.nowMs += 60 * dayMs;
    expect((await at.world.submit(text)).results[0]?.status).toBe('exists');
    await say(at, at.herder, { act: 'revokeDevice', subject: at.herder.device.kid, reason: 'lost' });
    expect((await at.world.submit(text)).results[0]?.status).toBe('exists');
  });

  it('is verified first: a wrong signature is no way to ask', async () => {
    const { at, fields } = await recorded();
    const liar = { ...at.herder.device, privateKey: at.plant.device.privateKey };
    const forged = documentText([await signedEnvelope(fields, [liar])]);
    await expectRefusal('SIGNATURE_INVALID', () => at.world.submit(forged));
  });

  it('may come again after a refusal, when the goods are there', async () => {
    const at = await tradeWorld();
    const fields = at.world.stamped(sale(at, 3)[0]);
    const text = documentText([await signedEnvelope(fields, [at.herder.device])]);
    await expectRefusal('LOT_UNKNOWN', () => at.world.submit(text));
    await say(at, at.herder, commissionFields(lamb, heads(20)));
    await say(at, at.herder, commissionFields(milk, litres(1)));
    expect((await at.world.submit(text)).results[0]?.status).toBe('recorded');
    expect(at.world.state.at(keyOf.event((await at.world.submit(text)).results[0]?.id ?? ''))).toEqual({
      recordedAt: new Date(at.world.nowMs).toISOString(),
      act: 'sell',
      party: at.herder.id,
      breaches: [],
    });
  });
});
