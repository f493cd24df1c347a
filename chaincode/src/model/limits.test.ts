import { describe, expect, it } from 'vitest';
import { canonicalize } from './canonical.ts';
import { type ActName, parseEvent } from './event/index.ts';
import { limitFits, limits } from './limits.ts';
import { ReceiptSchema, type Result } from './receipt.ts';
import { exampleDigest, exampleEvents, exampleGtin, exampleParty } from './testing.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
const amount = { massG: limits.amountMax, volumeMl: limits.amountMax };
/** The longest lot number as JSON: the quotation mark is the one character of set 82 that JSON escapes. */
const lotOf = (index: number): string =>
  `${exampleGtin(1)}/${String(index).padStart(4, '0')}${'"'.repeat(16)}`;
const full = {
  network: 'n'.repeat(40),
  party: `P${exampleDigest(9)}`,
  cosigners: Array.from({ length: limits.signaturesMax - 1 }, (_, index) => exampleDigest(100 + index)),
  sequence: limits.sequenceMax,
  previous: exampleDigest(3),
};
const certificate = `P${exampleDigest(9)}/${'C'.repeat(30)}`;
const papers = times(limits.papersMax, (index) => ({
  kind: 'rawMilkHandover',
  number: exampleDigest(index),
  digest: exampleDigest(index),
  validFrom: '2026-09-01',
  validUntil: '2026-09-30',
}));
const fullEvent = (act: ActName, fields: object): string =>
  canonicalize({ ...exampleEvents[act], ...full, ...fields });

describe('limits', () => {
  it.each(Object.entries(limitFits))('agree: the largest %s fits', (_, { needs, below }) => {
    expect(needs).toBeLessThan(below);
  });

  // Every figure of the reckoning, so that none is changed in passing: a longer line needs another bound.
  it('agree by this reckoning', () => {
    expect(limitFits).toEqual({
      answer: { needs: 204_800, below: 524_288 },
      transform: { needs: 57_768, below: 65_536 },
      receive: { needs: 36_152, below: 65_536 },
      dispatch: { needs: 19_152, below: 65_536 },
      recall: { needs: 17_892, below: 65_536 },
      spread: { needs: 12_392, below: 16_384 },
      event: { needs: 65_536, below: 262_144 },
      amounts: { needs: 256_000_000_000_000, below: Number.MAX_SAFE_INTEGER },
    });
  });

  // Every one of them, so that none is changed in passing: documents that were within a limit must stay so.
  it('are those of the law', () => {
    expect(limits).toEqual({
      eventsPerDocumentMax: 200,
      documentBytesMax: 262_144,
      eventBytesMax: 16_384,
      longEventBytesMax: 65_536,
      transformInputsMax: 256,
      transformOutputsMax: 64,
      linesMax: 100,
      papersMax: 8,
      claimsMax: 4,
      unitsMax: 20,
      unitLotsMax: 100,
      recallLotsMax: 300,
      holdLotsMax: 300,
      spreadChildrenMax: 200,
      marksMax: 32,
      certificateProductsMax: 100,
      certificateSitesMax: 50,
      capacityClassesMax: 16,
      capacitiesMax: 32,
      seasonsMax: 64,
      ceilingsMax: 16,
      processOutputsMax: 16,
      processInputsMax: 16,
      bandsMax: 4,
      bandPermilleMax: 1_000_000_000,
      inspectionParametersMax: 40,
      mandateActsMax: 32,
      mandateGtinsMax: 100,
      codesPerSetMax: 10_000_000,
      codeSetsMax: 16,
      codeRangesMax: 64,
      intervalDaysMax: 730,
      treatmentSpansMax: 64,
      noteCharactersMax: 2048,
      signaturesMax: 8,
      rolesMax: 8,
      depthMax: 8,
      nameCharactersMax: 80,
      amountMax: 1_000_000_000_000,
      lotCharactersMax: 20,
      shelfLifeDaysMax: 36_500,
      sequenceMax: Number.MAX_SAFE_INTEGER,
      clockAheadMs: 300_000,
      notAfterAheadMs: 2_592_000_000,
      notAfterDefaultMs: 1_209_600_000,
      departureAheadMs: 2_592_000_000,
      lateMs: 1_209_600_000,
      openingMs: 7_776_000_000,
      recountPeriodMs: 2_592_000_000,
      receiptBytesMax: 1024,
      responseBytesMax: 524_288,
    });
  });

  it('let a full shipment of the longest lines through', () => {
    const lines = times(limits.linesMax, (index) => ({ lot: lotOf(index), amount }));
    const returned = lines.map((line) => ({ ...line, returned: true }));
    for (const act of ['move', 'dispose'] as const) {
      expect(parseEvent(fullEvent(act, { lines: returned }))).toMatchObject({ act });
    }
    expect(parseEvent(fullEvent('sell', { lines: returned, papers }))).toMatchObject({ act: 'sell' });
    const unit = exampleEvents.load.unit;
    const loaded = lines.map((line) => ({ ...line, unit }));
    expect(parseEvent(fullEvent('dispatch', { lines: loaded, papers }))).toMatchObject({ act: 'dispatch' });
  });

  it('let a hold, a recall, a remedy and a spread of the most lots through', () => {
    const lots = (count: number) => times(count, lotOf);
    const subject = {
      kind: 'holding',
      party: full.party,
      site: 'S'.repeat(20),
      lots: lots(limits.holdLotsMax),
    };
    expect(parseEvent(fullEvent('hold', { subject }))).toMatchObject({ act: 'hold' });
    expect(parseEvent(fullEvent('recall', { lots: lots(limits.recallLotsMax) }))).toMatchObject({
      act: 'recall',
    });
    const lines = lots(limits.linesMax).map((lot) => ({ lot, found: amount, remedied: amount }));
    expect(parseEvent(fullEvent('remedy', { lines }))).toMatchObject({ act: 'remedy' });
    const children = lots(limits.spreadChildrenMax);
    expect(parseEvent(fullEvent('spread', { children }))).toMatchObject({ act: 'spread' });
  });

  it('let a full transform of the longest lines through', () => {
    const returned = true;
    const inputs = times(limits.transformInputsMax, (index) => ({ lot: lotOf(index), amount, returned }));
    const schemes = times(limits.claimsMax, (index) => `${index}${'s'.repeat(19)}`);
    const claims = schemes.map((scheme) => ({ scheme, certificate }));
    const outputs = times(limits.transformOutputsMax, (index) => ({
      lot: lotOf(1000 + index),
      amount,
      bestBefore: '2027-01-01',
      claims: schemes,
    }));
    const process = `${'p'.repeat(40)}@9999`;
    expect(parseEvent(fullEvent('transform', { inputs, outputs, claims, papers, process }))).toMatchObject({
      act: 'transform',
    });
  });

  it('let a full shipment be received and settled in every detail', () => {
    const shipment = `${exampleParty(1)}/${'S'.repeat(30)}`;
    const received = times(limits.linesMax, (index) => ({
      lot: lotOf(index),
      accepted: amount,
      refused: amount,
      missing: amount,
      collected: 'declaration',
    }));
    expect(parseEvent(fullEvent('receive', { shipment, lines: received, papers }))).toMatchObject({
      act: 'receive',
    });
    const settled = times(limits.linesMax, (index) => ({
      lot: lotOf(index),
      takenBack: amount,
      writtenOff: amount,
      returned: amount,
    }));
    expect(parseEvent(fullEvent('settle', { shipment, lines: settled }))).toMatchObject({ act: 'settle' });
  });

  it('let a full answer be endorsed', () => {
    const result: Result = {
      id: exampleDigest(1),
      status: 'refused',
      code: 'DEVICE_NOT_VALID_THEN',
      detail: 'd'.repeat(limits.receiptBytesMax - 128),
    };
    expect(bytesOf(result)).toBeLessThanOrEqual(limits.receiptBytesMax);
    const receipt = { results: times(limits.eventsPerDocumentMax, () => result) };
    expect(ReceiptSchema.parse(receipt)).toEqual(receipt);
    expect(bytesOf(receipt)).toBeLessThan(limits.responseBytesMax);
  });

  it('keep the sum of a full transform exact', () => {
    expect(limits.amountMax * (limits.transformInputsMax + limits.transformOutputsMax)).toBeLessThan(2 ** 53);
  });
});

describe('a receipt', () => {
  const recorded = { id: exampleDigest(1), status: 'recorded', breaches: [] };
  it.each([
    ['no result', []],
    ['more results than a document has events', times(limits.eventsPerDocumentMax + 1, () => recorded)],
    ['an unknown status', [{ ...recorded, status: 'accepted' }]],
    ['a key that is not known', [{ ...recorded, extra: 1 }]],
    ['an id that is none', [{ ...recorded, id: 'x' }]],
    ['a refusal without its code', [{ id: recorded.id, status: 'refused', detail: 'x' }]],
    ['a refusal of an unknown code', [{ id: recorded.id, status: 'refused', code: 'NO', detail: 'x' }]],
    ['a recorded event without breaches', [{ id: recorded.id, status: 'recorded' }]],
  ])('is refused with %s', (_, results) => {
    expect(ReceiptSchema.safeParse({ results }).success).toBe(false);
  });

  it.each(['recorded', 'exists'])('says of an event that it is %s', (status) => {
    expect(ReceiptSchema.safeParse({ results: [{ ...recorded, status }] }).success).toBe(true);
  });
});
