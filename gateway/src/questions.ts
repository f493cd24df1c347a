import { chinaDayOf, lotIdOf, type PublicKey } from '@mengsu/chaincode/model';
import type { Questions } from './http/parts.ts';
import type { OutcomeIndex } from './outbox/ports.ts';
import type { Ground } from './readiness.ts';
import type { Store } from './store/open-store.ts';
import { readAlarms } from './store/queries/alarms.ts';
import { readCases } from './store/queries/cases.ts';
import { readCertificate } from './store/queries/certificates.ts';
import { readDevices } from './store/queries/devices.ts';
import { readEvent } from './store/queries/event.ts';
import { readRecorded } from './store/queries/event-status.ts';
import { readLot, readLotPage } from './store/queries/lot.ts';
import { readProductPage } from './store/queries/product.ts';
import { readQuotas } from './store/queries/quotas.ts';
import { readTrace } from './store/queries/trace.ts';
import { readOutcomes } from './store/queries/transaction-outcome.ts';

/** The day in 北京时间 by this machine's clock. */
const today = (): string => chinaDayOf(new Date().toISOString());

/** What HTTP asks of the index, over the store. */
export function storeQuestions(store: Store, ground: Ground['kind']): Questions {
  return {
    async keys(kids) {
      const devices = await store.read((db) => readDevices(db, kids));
      return new Map<string, PublicKey>([...devices].map(([kid, { key }]) => [kid, key]));
    },
    recorded: (ids) => store.read((db) => readRecorded(db, ids)),
    event: (id) => store.read((db) => readEvent(db, id)),
    async hasLot({ gtin, lot }) {
      const row = await store.read((db) =>
        db.selectFrom('lots').select('id').where('id', '=', lotIdOf(gtin, lot)).executeTakeFirst(),
      );
      return row !== undefined;
    },
    lot: (lot) => store.read((db) => readLot(db, { ...lot, ground, today: today() })),
    lotPage: (lot, canonicalUrl, day) =>
      store.read((db) => readLotPage(db, { ...lot, ground, canonicalUrl, today: day })),
    productPage: ({ gtin, before, day }) =>
      store.read((db) => readProductPage(db, { gtin, before, ground, today: day })),
    cases: (question) => store.read((db) => readCases(db, question)),
    certificate: (id) => store.read((db) => readCertificate(db, id)),
    quotas: (party, site) => store.read((db) => readQuotas(db, { party, site })),
    trace: (lot, { direction, depth }) =>
      store.read((db) => readTrace(db, { ...lot, direction, ...(depth !== undefined && { depth }) })),
    alarms: (page) => store.read((db) => readAlarms(db, page)),
  };
}

/** What the outbox asks of the index, over the store. */
export function storeOutcomes(store: Store): OutcomeIndex {
  return {
    transaction: async (txId) => (await store.read((db) => readOutcomes(db, [txId]))).get(txId),
    recorded: (ids) =>
      ids.length === 0 ? Promise.resolve(new Map()) : store.read((db) => readRecorded(db, ids)),
  };
}
