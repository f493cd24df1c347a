import type { LotPageData } from '../lot-page-data.ts';
import { exampleDigest, exampleParty } from './builder.ts';
import { lambExample } from './lamb.ts';

const regulator = exampleParty(61, 'RegulatorMSP', '152500', {
  zh: '草原市场监督管理局（示例）',
  en: 'Grassland Market Regulator (example)',
});
const [carcass] = lambExample.ancestors;
const self = { gtin: lambExample.gtin, lot: lambExample.lot } as const;
const since = '2026-09-20T06:00:00.000Z';

/** The same lamb, recalled because of what it was made of, with the hold that a regulator placed first. */
export const recalledExample: LotPageData = {
  ...lambExample,
  marks: {
    recalls: [
      {
        eventId: exampleDigest('recall'),
        scope: 'earlier',
        gtin: carcass?.gtin ?? '',
        lot: carcass?.lot ?? '',
        since,
        by: regulator,
        level: 1,
        kind: 'ordered',
        reason: 'residue',
      },
    ],
    holds: [
      { eventId: exampleDigest('hold'), scope: 'lot', ...self, since, by: regulator, reason: 'suspicion' },
    ],
  },
};

/** On hold by a rule of the ledger: more came out than could. A step says which rules were broken, another one is corrected. */
export const heldExample: LotPageData = {
  ...lambExample,
  claims: [],
  marks: {
    recalls: [],
    holds: [{ eventId: exampleDigest('breach'), scope: 'lot', ...self, since, reason: 'breach' }],
  },
  amounts: {
    ...lambExample.amounts,
    available: { count: 54, massG: 144_720 },
    countedLess: { count: 1, massG: 2680 },
  },
  steps: lambExample.steps.map((step) => {
    if (step.operation === 'cut') return { ...step, breaches: ['YIELD_OUT_OF_BAND', 'PAPER_MISSING'] };
    if (step.act !== 'sell') return step;
    return {
      ...step,
      correction: {
        eventId: exampleDigest('correction'),
        party: step.party.id,
        reason: 'wrongAmount',
        isReversed: false,
        recordedAt: since,
      },
    };
  }),
};

/** Recalled itself, by its maker. */
export const recalledByMakerExample: LotPageData = {
  ...lambExample,
  marks: {
    recalls: [
      {
        eventId: exampleDigest('voluntary recall'),
        scope: 'lot',
        ...self,
        since,
        by: lambExample.maker,
        level: 2,
        kind: 'voluntary',
        reason: 'mislabelling',
      },
    ],
    holds: [],
  },
};

/** In the shop before its first sale. */
export const inShopExample: LotPageData = {
  ...lambExample,
  amounts: {
    ...lambExample.amounts,
    available: lambExample.created,
    sold: { count: 0, massG: 0 },
    disposed: { count: 0, massG: 0 },
  },
  steps: lambExample.steps.filter(({ act }) => act !== 'sell' && act !== 'dispose'),
};

/** Past its date on the day of reading. */
export const expiredExample: LotPageData = { ...lambExample, readOn: '2027-09-13' };

/** Its making was told by mistake and undone. */
export const reversedExample: LotPageData = {
  ...lambExample,
  reversal: {
    eventId: exampleDigest('reversal'),
    party: lambExample.maker.id,
    reason: 'twice',
    isReversed: true,
    recordedAt: since,
  },
};
