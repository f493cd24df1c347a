import { canonicalize } from '@mengsu/chaincode/model';
import { exampleEvents } from '@mengsu/chaincode/model/testing';
import type { Facts, KnownEvent } from './rows.ts';

/** Test utility: rows of earlier blocks that the example events of the model refer to. */
const { grantQuota, correct, move } = exampleEvents;

const category = {
  code: grantQuota.category,
  commodity: 'sheep',
  names: canonicalize({ zh: '羊' }),
  measures: canonicalize(['count', 'massG']),
  remits: canonicalize(['market']),
  rules: '{}',
  event: 0,
};

const moved: KnownEvent = {
  ordinal: 3,
  event: move,
  entries: [
    {
      event: 3,
      n: 0,
      lot: move.lines[0]?.lot ?? '',
      account: 'held',
      party: move.party,
      place: move.from,
      count: -2,
      mass_g: -36_000,
      volume_ml: 0,
    },
    {
      event: 3,
      n: 1,
      lot: move.lines[0]?.lot ?? '',
      account: 'held',
      party: move.party,
      place: move.to,
      count: 2,
      mass_g: 36_000,
      volume_ml: 0,
    },
  ],
  quotaUses: [],
};

export const lawFacts: Facts = {
  nextOrdinal: 7,
  organisations: new Map(),
  shipments: new Map(),
  balances: new Map(),
  corrected: new Map([[correct.event, moved]]),
  makers: new Map(),
  partyHolds: new Map(),
  categories: new Map([[category.code, category]]),
  products: new Map(),
  certificates: new Map(),
  quotas: new Map(),
  sites: new Map(),
  processes: new Map(),
  parties: new Map(),
  devices: new Map(),
  claims: new Map(),
};
