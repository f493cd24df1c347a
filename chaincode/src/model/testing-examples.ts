import { toBase64url } from './base64url.ts';
import { instantMs } from './event/base.ts';
import type { ActName, EventOf } from './event/index.ts';
import { creditCodeCheckCharacter, gs1CheckDigit, lotIdOf, shipmentIdOf } from './identifier.ts';
import { limits } from './limits.ts';

export const exampleTime = '2026-09-01T03:30:00.000Z';

/** `eventTime` and the usual `notAfter` for an event said at `saidMs` (milliseconds since 1970). */
export const saidAt = (saidMs: number = instantMs(exampleTime)) => ({
  eventTime: new Date(saidMs).toISOString(),
  notAfter: new Date(saidMs + limits.notAfterDefaultMs).toISOString(),
});

/** What every event says, for the tests that do not care. */
export const exampleBase = {
  version: 1,
  network: 'mengsu-test',
  ...saidAt(),
  sequence: 1,
  previous: null,
} as const;

/** The credit code of a made-up company of 内蒙古, number 0–99999: right by the rule, given to nobody. */
export function exampleParty(number: number): string {
  const first17 = `91150000MA0N${String(number).padStart(5, '0')}`;
  return first17 + creditCodeCheckCharacter(first17);
}

/** A GTIN-14 by the rule, number 0–99999. */
export function exampleGtin(number: number): string {
  const digits = `06900000${String(number).padStart(5, '0')}`;
  return digits + gs1CheckDigit(digits);
}

/** A digest (event id, key id, commitment) that no text has: 32 bytes of `byte`. */
export const exampleDigest = (byte: number): string => toBase64url(new Uint8Array(32).fill(byte));

const device = exampleDigest(1);
const someone = exampleParty(1);
const other = exampleParty(2);
const shipment = shipmentIdOf(someone, 'S-0001');
const lot = lotIdOf(exampleGtin(1), 'L0417');
const part = lotIdOf(exampleGtin(2), 'L0417-A');
const names = { zh: '示例', en: 'Example' };
const keyOf = (byte: number) => ({ x: exampleDigest(byte), y: exampleDigest(byte + 1) });
const base = { ...exampleBase, party: someone, device, cosigners: [] as string[] };
const lines = [{ lot, amount: { count: 2, massG: 36_000 } }];

/** A valid event of each act, every optional field stated. Valid in form alone: no ledger has what they name. */
export const exampleEvents: { readonly [A in ActName]: EventOf<A> } = {
  found: {
    ...base,
    act: 'found',
    organisation: 'RegulatorMSP',
    names: { ...names, 'mn-Mong': 'ᠮᠣᠩᠭᠣᠯ' },
    division: '150000',
    registrarKey: keyOf(10),
    logKey: keyOf(20),
    serviceKey: keyOf(30),
  },
  enrolParty: {
    ...base,
    act: 'enrolParty',
    subject: other,
    names,
    roles: ['regulator', 'laboratory'],
    organisation: 'RegulatorMSP',
    division: '152500',
    remits: ['agriculture', 'market'],
    divisionPrefix: '1525',
  },
  enrolDevice: {
    ...base,
    act: 'enrolDevice',
    cosigners: [exampleDigest(2)],
    subject: someone,
    key: keyOf(40),
    role: 'operator',
    person: exampleDigest(5),
    validUntil: '2027-09-01T00:00:00.000Z',
  },
  revokeDevice: { ...base, act: 'revokeDevice', subject: exampleDigest(2), reason: 'lost' },
  withdraw: { ...base, act: 'withdraw', event: exampleDigest(6) },
  registerSite: {
    ...base,
    act: 'registerSite',
    site: 'P-01',
    kind: 'pasture',
    division: '152502',
    gln: '6901234000009',
  },
  registerCategory: {
    ...base,
    act: 'registerCategory',
    category: 'lamb-carcass',
    commodity: 'lamb',
    names,
    measures: ['count', 'massG'],
    remits: ['agriculture', 'market'],
  },
  registerProduct: {
    ...base,
    act: 'registerProduct',
    gtin: exampleGtin(1),
    category: 'lamb-cut',
    names,
    netContent: { massG: 500 },
    shelfLifeDays: 365,
    standard: 'GB/T 9961',
  },
  commission: {
    ...base,
    act: 'commission',
    site: 'P-01',
    lot,
    amount: { count: 40, massG: 720_000 },
    bestBefore: '2027-09-01',
  },
  transform: {
    ...base,
    act: 'transform',
    site: 'PLANT-1',
    operation: 'cut',
    inputs: lines,
    outputs: [{ lot: part, amount: { count: 60, massG: 30_000 }, bestBefore: '2027-03-01' }],
  },
  move: { ...base, act: 'move', from: 'P-01', to: 'P-02', lines },
  dispatch: {
    ...base,
    act: 'dispatch',
    number: 'S-0001',
    site: 'P-01',
    to: other,
    carrier: exampleParty(3),
    departure: exampleTime,
    lines,
  },
  cancelDispatch: { ...base, act: 'cancelDispatch', shipment },
  receive: {
    ...base,
    act: 'receive',
    party: other,
    shipment,
    site: 'S-01',
    lines: [
      {
        lot,
        accepted: { count: 1, massG: 18_000 },
        refused: { count: 1, massG: 0 },
        missing: { count: 0, massG: 18_000 },
      },
    ],
  },
  settle: {
    ...base,
    act: 'settle',
    shipment,
    site: 'P-01',
    lines: [
      {
        lot,
        takenBack: { count: 1, massG: 0 },
        writtenOff: { count: 0, massG: 10_000 },
        returned: { count: 0, massG: 8_000 },
      },
    ],
  },
  sell: {
    ...base,
    act: 'sell',
    site: 'S-01',
    lines,
    to: 'business',
    buyer: exampleDigest(7),
    division: '110000',
  },
  dispose: { ...base, act: 'dispose', site: 'S-01', lines, reason: 'sample' },
};
