import { describe, expect, it } from 'vitest';
import { canonicalize } from './canonical.ts';
import { webCrypto } from './crypto.ts';
import { verifyEnvelope } from './envelope.ts';
import { LedgerError } from './errors.ts';
import { actNames, parseEvent } from './event/index.ts';
import {
  exampleEvents,
  exampleParty,
  makeDevices,
  refusalOf,
  signedEnvelope,
  signedEvent,
} from './testing.ts';

describe('the builders of the tests', () => {
  it.each(actNames)('have a valid event of %s', (act) => {
    const payload = canonicalize(exampleEvents[act]);
    expect(parseEvent(payload)).toEqual(exampleEvents[act]);
  });

  it.each(actNames)('sign an event of %s that verifies', async (act) => {
    const devices = await makeDevices(3);
    const signed = await signedEvent(exampleEvents[act], devices);
    expect(signed.event).toMatchObject({ act, device: devices[0]?.kid });
    const keys = new Map(devices.map(({ kid, publicKey }) => [kid, publicKey]));
    await verifyEnvelope(signed, (kid) => keys.get(kid), webCrypto);
  });

  it('sign fields that are not valid as they are', async () => {
    const envelope = await signedEnvelope(
      { act: 'move', from: undefined, party: exampleParty(1) },
      await makeDevices(1),
    );
    expect(JSON.parse(envelope.payload)).not.toHaveProperty('from');
    const refusal = await refusalOf(() => parseEvent(envelope.payload));
    expect(refusal).toBeInstanceOf(LedgerError);
  });

  it('refuse to find a refusal where there is none', async () => {
    await expect(refusalOf(() => 1)).rejects.toThrow('expected a refusal');
  });
});
