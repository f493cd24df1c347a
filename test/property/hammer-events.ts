import { makeDeviceKey } from '@mengsu/client';
import { type Ammunition, type Fields, instant, postEnvelope } from './hammer-ammunition.ts';
import type { Shot } from './hammer-shot.ts';

const at = (member: string): string => `/events/0/payload${member}`;
const invalid = (member?: string) => ({
  codes: ['EVENT_INVALID'],
  ...(member !== undefined && { pointer: at(member) }),
});

/** Well-formed events that say what must not be said, signed as they should be. */
export async function wrongEvents(ammunition: Ammunition): Promise<Shot[]> {
  const { own, other } = ammunition;
  const wrongGtin = `${own.gtin.slice(0, 13)}${(Number(own.gtin[13]) + 1) % 10}`;
  const wrongParty = `${own.party.slice(0, 17)}${own.party[17] === '0' ? '1' : '0'}`;
  const cases: readonly (readonly [string, Fields, Shot['expected']])[] = [
    ['unknown key', { extra: 1 }, invalid('/extra')],
    ['key of an object’s prototype', { constructor: 1 }, invalid('/constructor')],
    ['wrong check digit of a GTIN', { lot: `${wrongGtin}/H1` }, invalid('/lot')],
    ['wrong check character of a party', { party: wrongParty }, invalid('/party')],
    ['GTIN in full-width digits', { lot: `${own.gtin.replaceAll('0', '０')}/H1` }, invalid('/lot')],
    ['lot number too long', { lot: `${own.gtin}/${'x'.repeat(21)}` }, invalid('/lot')],
    ['lot number with a space', { lot: `${own.gtin}/a b` }, invalid('/lot')],
    [
      'another network',
      { network: 'another-network' },
      { codes: ['NETWORK_MISMATCH'], pointer: at('/network') },
    ],
    ['expired', { notAfter: instant(-0.5) }, { codes: ['EVENT_EXPIRED'] }],
    ['valid for too long', { notAfter: instant(31) }, { codes: ['EVENT_IN_FUTURE'] }],
    ['said in the future', { eventTime: instant(1) }, { codes: ['EVENT_IN_FUTURE'] }],
    ['said before its device', { eventTime: instant(-300) }, { codes: ['DEVICE_NOT_VALID_THEN'] }],
    ['no such day', { eventTime: '2026-02-30T00:00:00.000Z' }, invalid('/eventTime')],
    ['another time zone', { eventTime: '2026-02-03T00:00:00.000+08:00' }, invalid('/eventTime')],
    ['no act', { act: undefined }, invalid('/act')],
    ['unknown act', { act: 'steal' }, invalid('/act')],
    ['act of an object’s prototype', { act: 'constructor' }, invalid('/act')],
    ['sequence 0', { sequence: 0 }, invalid('/sequence')],
    ['sequence 2^53', { sequence: 2 ** 53 }, invalid('/sequence')],
    ['version 2', { version: 2 }, invalid('/version')],
    ['itself as cosigner', { cosigners: [own.key.kid] }, { codes: ['EVENT_INVALID', 'SIGNATURE_INVALID'] }],
    ['unknown site', { site: 'NOWHERE' }, { codes: ['SITE_UNKNOWN'] }],
    ['somebody else’s product', { lot: `${other.gtin}/H1` }, { codes: ['PRODUCT_NOT_YOURS'] }],
    ['unregistered product', { lot: '09521509999998/H1' }, { codes: ['PRODUCT_UNKNOWN'] }],
    ['for somebody else', { party: other.party }, { codes: ['MANDATE_MISSING'] }],
    ['one measure too few', { amount: { count: 1 } }, { codes: ['MEASURE_MISMATCH'] }],
    ['another measure', { amount: { count: 1, volumeMl: 1 } }, { codes: ['MEASURE_MISMATCH'] }],
    ['three measures', { amount: { count: 1, massG: 1, volumeMl: 1 } }, invalid('/amount')],
    ['an array as amount', { amount: [1, 38_000] }, invalid('/amount')],
    ['an array as event', { act: 'dispose', reason: 'loss', lines: {} }, invalid()],
    ...[0, -1, 1.5, 2 ** 53, 1e300, 1e-7, '1', null, true, [], {}].map(
      (count) =>
        [
          `count ${JSON.stringify(count)}`,
          { amount: { count, massG: 1 } },
          invalid('/amount/count'),
        ] as const,
    ),
  ];
  return Promise.all(
    cases.map(async ([name, fields, expected]) =>
      postEnvelope(name, await ammunition.envelope(fields), expected),
    ),
  );
}

/** Payloads that are no canonical event at all, signed as they should be. */
export async function wrongPayloads(ammunition: Ammunition): Promise<Shot[]> {
  const good = ammunition.payload();
  const deep = 10_000;
  const cases: readonly (readonly [string, string])[] = [
    ['space in the payload', good.replace(',', ', ')],
    ['line break after the payload', `${good}\n`],
    ['keys out of order', `{"version":1,${good.slice(1).replace(',"version":1', '')}`],
    ['key twice', `{"act":"commission",${good.slice(1)}`],
    ['number written otherwise', good.replace('"count":1', '"count":1.0')],
    ['number with exponent', good.replace('"count":1', '"count":1e0')],
    ['escaped letter', good.replace('"commission"', '"\\u0063ommission"')],
    ['NaN', good.replace('"count":1', '"count":NaN')],
    ['number beyond all', good.replace('"count":1', '"count":1e999')],
    ['minus zero', good.replace('"count":1', '"count":-0')],
    ['__proto__', `{"__proto__":{"act":"commission"},${good.slice(1)}`],
    ['__proto__ last', `${good.slice(0, -1)},"__proto__":1}`],
    ['escaped lone surrogate', good.replace('"commission"', '"\\ud800"')],
    ['raw lone surrogate', good.replace('"commission"', '"\ud800"')],
    ['NUL', good.replace('"commission"', '"\u0000"')],
    ['BOM', `\ufeff${good}`],
    ['depth 10^4 of arrays', `${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['depth 10^4 that never ends', '['.repeat(deep)],
    ['depth 9 in a member', good.replace('"count":1', `"count":${'['.repeat(9)}${']'.repeat(9)}`)],
    ['cut off', good.slice(0, -1)],
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"{}"'],
    ['not JSON', 'commission please'],
    ['event over 16 KiB', good.replace('"commission"', `"${'x'.repeat(17_000)}"`)],
  ];
  return Promise.all(
    cases.map(async ([name, payload]) => {
      const shot = postEnvelope(name, await ammunition.sign(payload), { codes: ['EVENT_INVALID'] });
      return { ...shot, name: `payload: ${name}` };
    }),
  );
}

/** Envelopes whose signatures are not those of the signers that the event names. */
export async function wrongSignatures(ammunition: Ammunition): Promise<Shot[]> {
  const { own, other } = ammunition;
  const stranger = await makeDeviceKey({ extractable: true });
  const [good, second] = [await ammunition.envelope(), await ammunition.envelope()];
  const signature = (envelope: typeof good): string => envelope.signatures[0]?.signature ?? '';
  const header = good.signatures[0]?.protected ?? '';
  const withSignature = (text: string) => ({ ...good, signatures: [{ protected: header, signature: text }] });
  const flipped = signature(good).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const both = ammunition.payload({ cosigners: [other.key.kid] });
  const cosigned = await ammunition.sign(both, [own.key, other.key]);
  const cases: readonly (readonly [string, unknown])[] = [
    ['wrong', withSignature(flipped)],
    ['of another event', withSignature(signature(second))],
    ['of zeros', withSignature('A'.repeat(86))],
    ['of another key', await ammunition.sign(good.payload, [other.key])],
    ['of a stranger', await ammunition.sign(good.payload, [stranger])],
    ['in other characters', withSignature(`${signature(good).slice(0, 85)}=`)],
    ['stripped of a cosigner', { ...cosigned, signatures: cosigned.signatures.slice(0, 1) }],
    ['with an added one', { ...good, signatures: [...good.signatures, ...second.signatures] }],
    ['in another order', { ...cosigned, signatures: cosigned.signatures.toReversed() }],
    ['swapped between signers', swapped(cosigned)],
    [
      'under the header of no algorithm',
      { ...good, signatures: [{ ...good.signatures[0], protected: none }] },
    ],
    [
      'under a header spelled otherwise',
      { ...good, signatures: [{ ...good.signatures[0], protected: `${header}==` }] },
    ],
  ];
  return [
    ...cases.map(([name, envelope]) =>
      postEnvelope(`signature ${name}`, envelope, { codes: ['SIGNATURE_INVALID'] }),
    ),
    postEnvelope(
      'unknown device',
      await ammunition.sign(ammunition.payload({ device: stranger.kid }), [stranger]),
      { codes: ['DEVICE_UNKNOWN'] },
    ),
    ...[[], undefined, null, 'none', {}, Array(9).fill(good.signatures[0])].map((signatures) =>
      postEnvelope(
        `signatures ${JSON.stringify(signatures)?.slice(0, 20)}`,
        { ...good, signatures },
        {
          codes: ['DOCUMENT_INVALID'],
          pointer: '/events/0/signatures',
        },
      ),
    ),
  ];
}

const none = Buffer.from('{"alg":"none"}').toString('base64url');

function swapped<T extends { signatures: readonly { protected: string; signature: string }[] }>(envelope: T) {
  const texts = envelope.signatures.map(({ signature }) => signature).toReversed();
  const signatures = envelope.signatures.map((entry, index) => ({ ...entry, signature: texts[index] }));
  return { ...envelope, signatures };
}
