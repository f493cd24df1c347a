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
const hold = exampleDigest(60);
const certificate = `${exampleParty(4)}/MZB-2026-0001`;
const unit = `06900000000000001${gs1CheckDigit('06900000000000001')}`;
const claims = [{ scheme: 'mengzibiao', certificate }];
const papers = [
  {
    kind: 'quarantine' as const,
    number: exampleDigest(50),
    digest: exampleDigest(51),
    validFrom: '2026-09-01',
    validUntil: '2026-09-05',
  },
];
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
    stage: 2,
    use: 'meat',
    declared: true,
    papers: {
      transform: ['quarantine'],
      dispatch: ['meatInspection'],
      receive: ['invoice'],
      sell: ['testReport'],
    },
    tests: ['sell'],
    recountPermille: 10,
    ceilings: [{ class: 'breeding-ewe', unit: 'head', perThousand: { count: 1150, massG: 46_000_000 } }],
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
    netContentPermille: 20,
    contains: { gtin: exampleGtin(2), count: 12 },
  },
  commission: {
    ...base,
    act: 'commission',
    site: 'P-01',
    lot,
    amount: { count: 40, massG: 720_000 },
    bestBefore: '2027-09-01',
    season: '2026',
    claims,
    papers,
    earTags: exampleDigest(68),
  },
  transform: {
    ...base,
    act: 'transform',
    site: 'PLANT-1',
    operation: 'cut',
    process: 'lamb-cut@1',
    claims,
    papers,
    inputs: [{ lot, amount: { count: 2, massG: 36_000 }, returned: true }],
    outputs: [
      {
        lot: part,
        amount: { count: 60, massG: 30_000 },
        bestBefore: '2027-03-01',
        claims: ['mengzibiao'],
      },
    ],
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
  changeParty: {
    ...base,
    act: 'changeParty',
    subject: other,
    names,
    roles: ['regulator'],
    organisation: 'RegulatorMSP',
    division: '152500',
    remits: ['market'],
    divisionPrefix: '1525',
  },
  delegate: {
    ...base,
    act: 'delegate',
    principal: someone,
    delegate: other,
    acts: ['commission', 'dispatch'],
    gtins: [exampleGtin(1)],
    until: '2027-09-01T00:00:00.000Z',
    paper: exampleDigest(52),
  },
  endDelegation: { ...base, act: 'endDelegation', principal: someone, delegate: other },
  registerInput: {
    ...base,
    act: 'registerInput',
    input: 'PD20150001',
    kind: 'pesticide',
    names,
    intervals: { crop: 14, meat: 28, milk: 7, eggs: 0 },
  },
  registerProcess: {
    ...base,
    act: 'registerProcess',
    process: 'lamb-slaughter@1',
    names,
    principal: ['lamb-live'],
    outputs: [
      {
        category: 'lamb-carcass',
        bands: [{ from: 'massG', to: 'massG', minPermille: 430, maxPermille: 540 }],
      },
    ],
    additions: [{ category: 'salt', maxPermille: 80 }],
  },
  issueCertificate: {
    ...base,
    act: 'issueCertificate',
    number: 'MZB-2026-0001',
    scheme: 'mengzibiao',
    holder: other,
    products: [exampleGtin(1)],
    categories: ['lamb-live'],
    sites: ['P-01'],
    from: '2026-01-01',
    until: '2028-12-31',
    paper: exampleDigest(53),
  },
  certifySite: {
    ...base,
    act: 'certifySite',
    holder: other,
    site: 'P-01',
    commodity: 'sheep',
    capacities: [{ class: 'breeding-ewe', unit: 'head', amount: 400 }],
  },
  grantQuota: {
    ...base,
    act: 'grantQuota',
    holder: other,
    site: 'P-01',
    category: 'lamb-live',
    season: '2026',
    from: '2026-01-01',
    until: '2026-12-31',
    granted: { count: 400, massG: 16_000_000 },
  },
  restrict: {
    ...base,
    act: 'restrict',
    subject: { kind: 'certificate', certificate },
    to: 'suspended',
    reason: 'missingRecords',
  },
  reinstate: {
    ...base,
    act: 'reinstate',
    subject: { kind: 'quota', holder: other, site: 'P-01', commodity: 'sheep', season: '2026' },
  },
  admit: {
    ...base,
    act: 'admit',
    site: 'S-01',
    lot,
    amount: { count: 3, massG: 54_000 },
    bestBefore: '2027-09-01',
    source: 'outside',
    supplier: exampleDigest(54),
    document: exampleDigest(55),
    producedOn: '2026-08-20',
    papers,
  },
  treat: {
    ...base,
    act: 'treat',
    site: 'P-01',
    lot,
    input: 'PD20150001',
    dose: { milli: 2500, unit: 'mL' },
    from: '2026-08-30T00:00:00.000Z',
    to: '2026-08-31T00:00:00.000Z',
  },
  observe: {
    ...base,
    act: 'observe',
    shipment,
    quantity: 'temperature',
    minMilli: 1500,
    maxMilli: 4000,
    meanMilli: 2700,
    count: 240,
    from: '2026-08-31T00:00:00.000Z',
    to: '2026-09-01T00:00:00.000Z',
    series: exampleDigest(56),
  },
  sample: {
    ...base,
    act: 'sample',
    holder: other,
    site: 'P-01',
    lot,
    amount: { count: 1, massG: 500 },
    seal: exampleDigest(57),
    retained: true,
    purpose: 'spotCheck',
  },
  inspect: {
    ...base,
    act: 'inspect',
    sample: exampleDigest(58),
    lot,
    certificate,
    verdict: 'passed',
    parameters: [{ method: 'GB 5009.11', verdict: 'passed' }],
    report: exampleDigest(59),
  },
  selfTest: { ...base, act: 'selfTest', site: 'P-01', lot, verdict: 'failed', report: exampleDigest(59) },
  issueCodes: { ...base, act: 'issueCodes', lot, set: 1, count: 1000, root: exampleDigest(61) },
  activateCodes: { ...base, act: 'activateCodes', lot, set: 1, from: 0, to: 499 },
  voidCodes: { ...base, act: 'voidCodes', lot, set: 1, from: 3, to: 3, reason: 'spoilt' },
  declare: {
    ...base,
    act: 'declare',
    site: 'P-01',
    lot,
    amount: { count: 2, massG: 36_000 },
    form: 1,
    basis: 'qualityControl',
    statements: ['noBannedInputs', 'residuesWithinLimits'],
    papers,
  },
  load: { ...base, act: 'load', unit, site: 'P-01', lines },
  unload: { ...base, act: 'unload', unit, site: 'P-01', lines },
  takeBack: { ...base, act: 'takeBack', site: 'S-01', lines },
  recount: {
    ...base,
    act: 'recount',
    site: 'S-01',
    lines: [{ lot, counted: { count: 0, massG: 0 } }],
    reason: 'stocktaking',
  },
  hold: { ...base, act: 'hold', subject: { kind: 'lots', lots: [lot] }, reason: 'suspicion' },
  release: { ...base, act: 'release', hold, reason: 'cleared' },
  recall: {
    ...base,
    act: 'recall',
    lots: [lot, part],
    level: 2,
    kind: 'voluntary',
    reason: 'residue',
    knownAt: exampleTime,
    drill: true,
    plan: exampleDigest(62),
  },
  acknowledge: { ...base, act: 'acknowledge', recall: hold },
  remedy: {
    ...base,
    act: 'remedy',
    recall: hold,
    site: 'S-01',
    lines: [{ lot, found: { count: 2, massG: 1000 }, remedied: { count: 1, massG: 500 } }],
  },
  closeRecall: { ...base, act: 'closeRecall', recall: hold, outcome: 'complete', report: exampleDigest(63) },
  spread: { ...base, act: 'spread', source: { kind: 'lot', lot }, children: [part] },
  order: {
    ...base,
    act: 'order',
    subject: other,
    matter: 'records',
    due: '2026-09-15T00:00:00.000Z',
    document: exampleDigest(64),
  },
  answerOrder: { ...base, act: 'answerOrder', order: exampleDigest(65), answer: exampleDigest(66) },
  correct: { ...base, act: 'correct', event: exampleDigest(67), reason: 'typingError', reverse: true },
  cosign: {
    ...base,
    act: 'cosign',
    note: `mengsu.example/log\n42\n${'A'.repeat(43)}=\nstates ${'A'.repeat(43)}=\nblock 7 ${'0'.repeat(64)}\ntime ${exampleTime}\n`,
    signature: `${'A'.repeat(100)}==`,
  },
};
