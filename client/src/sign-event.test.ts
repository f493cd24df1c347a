import {
  canonicalize,
  instantMs,
  LedgerError,
  limits,
  parseEnvelope,
  verifyEnvelope,
  webCrypto,
} from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { Device, type DeviceMemory, type DevicePlace, volatileMemory } from './device.ts';
import { type DeviceKey, makeDeviceKey } from './device-key.ts';
import { type EventFields, signEvent } from './sign-event.ts';

const party = '91152500MA0000000L';
const person = `P${'A'.repeat(43)}`;
const commission: EventFields = {
  act: 'commission',
  site: 'PASTURE-1',
  lot: '09521520000017/L1',
  amount: { count: 20, massG: 760_000 },
};

async function newDevice(memory: DeviceMemory = volatileMemory()): Promise<Device> {
  return new Device({ key: await makeDeviceKey(), network: 'trial-net', party: person, memory });
}
const keysOf =
  (...keys: DeviceKey[]) =>
  (kid: string) =>
    keys.find((key) => key.kid === kid)?.publicKey;

describe('signEvent', () => {
  it('makes an envelope that the shared language parses and verifies', async () => {
    const device = await newDevice();
    const signed = await signEvent(commission, { device });
    const parsed = await parseEnvelope(signed.envelope, webCrypto);
    await verifyEnvelope(parsed, keysOf(device.key), webCrypto);
    expect(parsed).toEqual(signed);
  });

  it('fills what the caller need not say', async () => {
    const device = await newDevice();
    const now = new Date('2026-09-01T03:30:00.000Z');
    const { event } = await signEvent(commission, { device, now });
    expect(event).toMatchObject({
      version: 1,
      network: 'trial-net',
      party: person,
      device: device.key.kid,
      cosigners: [],
      eventTime: '2026-09-01T03:30:00.000Z',
      notAfter: '2026-09-15T03:30:00.000Z',
      sequence: 1,
      previous: null,
    });
    expect(instantMs(event.notAfter) - now.getTime()).toBe(limits.notAfterDefaultMs);
  });

  it('takes another party, time and bound where the caller says them, and leaves out what is undefined', async () => {
    const device = await newDevice();
    const eventTime = '2026-08-01T00:00:00.000Z';
    const notAfter = '2026-09-02T00:00:00.000Z';
    const fields = {
      ...commission,
      party: `P${'B'.repeat(42)}A`,
      eventTime,
      notAfter,
      bestBefore: undefined,
    };
    const { event, envelope } = await signEvent(fields, { device });
    expect(event).toMatchObject({ party: fields.party, eventTime, notAfter });
    expect(envelope.payload).not.toContain('bestBefore');
  });

  it('signs with the device first and then the cosigners in their order', async () => {
    const device = await newDevice();
    const [second, third] = [await makeDeviceKey(), await makeDeviceKey()];
    const signed = await signEvent(commission, { device, cosigners: [second, third] });
    expect(signed.event.cosigners).toEqual([second.kid, third.kid]);
    const keyOf = keysOf(device.key, second, third);
    await verifyEnvelope(await parseEnvelope(signed.envelope, webCrypto), keyOf, webCrypto);
    const swapped = { ...signed.envelope, signatures: signed.envelope.signatures.toReversed() };
    await expect(parseEnvelope(swapped, webCrypto)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  it('does not let the caller set what the device must set', async () => {
    const device = await newDevice();
    const sly = { ...commission, sequence: 77, network: 'real-net', previous: 'x' };
    const { event } = await signEvent(sly, { device });
    expect(event).toMatchObject({ sequence: 1, network: 'trial-net', previous: null });
  });

  it('refuses a malformed event before a number is used', async () => {
    const saved: DevicePlace[] = [];
    const device = await newDevice({ load: async () => saved.at(-1), save: async (p) => void saved.push(p) });
    const wrong = { ...commission, amount: { count: 0 } };
    await expect(signEvent(wrong, { device })).rejects.toThrow(LedgerError);
    expect(saved).toEqual([]);
    expect((await signEvent(commission, { device })).event.sequence).toBe(1);
  });

  it('refuses a cosigner that is the device itself', async () => {
    const device = await newDevice();
    const twice = signEvent(commission, { device, cosigners: [device.key] });
    await expect(twice).rejects.toMatchObject({ code: 'EVENT_INVALID', pointer: '/cosigners' });
  });

  it('signs for a legal person as for a natural one', async () => {
    const key = await makeDeviceKey();
    const device = new Device({ key, network: 'trial-net', party, memory: volatileMemory() });
    expect((await signEvent(commission, { device })).event.party).toBe(party);
  });
});

describe('a device', () => {
  it('numbers concurrent events one after another, each naming the one before', async () => {
    const device = await newDevice();
    const signed = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        signEvent({ ...commission, lot: `09521520000017/L${index}` }, { device }),
      ),
    );
    expect(signed.map(({ event }) => event.sequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const previous = signed.map(({ event }) => event.previous);
    expect(previous).toEqual([null, ...signed.slice(0, -1).map(({ id }) => id)]);
  });

  it('saves its place before the event is seen by anyone', async () => {
    let saved: DevicePlace | undefined;
    const order: string[] = [];
    const device = await newDevice({
      load: async () => saved,
      save: async (place) => {
        order.push('saved');
        saved = place;
      },
    });
    const signed = await signEvent(commission, { device }).then((it) => {
      order.push('seen');
      return it;
    });
    expect(order).toEqual(['saved', 'seen']);
    expect(saved).toEqual({ sequence: 1, previous: signed.id });
  });

  it('gives out no event where the place cannot be saved, and goes on when it can', async () => {
    let broken = true;
    const inner = volatileMemory();
    const device = await newDevice({
      load: inner.load,
      save: (place) => (broken ? Promise.reject(new Error('disk full')) : inner.save(place)),
    });
    await expect(signEvent(commission, { device })).rejects.toThrow('disk full');
    broken = false;
    expect((await signEvent(commission, { device })).event.sequence).toBe(1);
  });

  it('goes on after a restart from where it was', async () => {
    const memory = volatileMemory();
    const key = await makeDeviceKey();
    const options = { key, network: 'trial-net', party: person, memory };
    const first = await signEvent(commission, { device: new Device(options) });
    const { event } = await signEvent(commission, { device: new Device(options) });
    expect(event).toMatchObject({ sequence: 2, previous: first.id });
  });

  it('makes another event of the same fields: its number differs', async () => {
    const device = await newDevice();
    const now = new Date('2026-09-01T03:30:00.000Z');
    const [one, two] = [
      await signEvent(commission, { device, now }),
      await signEvent(commission, { device, now }),
    ];
    expect(one.id).not.toBe(two.id);
    expect(canonicalize(one.event)).toBe(one.envelope.payload);
  });
});
