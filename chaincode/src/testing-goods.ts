import {
  type Amount,
  type CategoryRecord,
  type CertificateRecord,
  type EventRecord,
  type HoldingRecord,
  keyOf,
  type LotRecord,
  type ProcessRecord,
  type QuotaRecord,
  type Receipt,
  type StateKey,
} from './model/index.ts';
import { exampleDigest } from './model/testing.ts';
import { heads, lamb, rewrite, say, type TradeWorld, tradeWorld } from './testing-trade.ts';

/** Records that other acts write, put there by hand: what the rules of production find, whoever wrote it. */
export function seed<R extends object>(at: TradeWorld, key: StateKey<R>, record: R): void {
  at.world.state.values.set(key, new TextEncoder().encode(JSON.stringify(record)));
}

export const scheme = 'mengzibiao';
export const herdersCertificate = (at: TradeWorld) => `${at.certifier.id}/HERDER-1`;
export const plantsCertificate = (at: TradeWorld) => `${at.certifier.id}/PLANT-1`;
export const claimOf = (certificate: string) => [{ scheme, certificate }];

export function seedCertificate(at: TradeWorld, id: string, members: Partial<CertificateRecord>): void {
  seed(at, keyOf.certificate(id), {
    scheme,
    holder: at.herder.id,
    products: [],
    categories: ['lamb-live'],
    sites: ['PASTURE-1'],
    from: '2026-01-01',
    until: '2027-12-31',
    division: '152502',
    state: 'active',
    ...members,
  });
}

export const quotaKeyOf = (at: TradeWorld) => keyOf.quota(at.herder.id, 'PASTURE-1', 'food', '2026');

export function seedQuota(at: TradeWorld, members: Partial<QuotaRecord> = {}): void {
  seed(at, quotaKeyOf(at), {
    category: 'lamb-live',
    from: '2026-01-01',
    until: '2026-12-31',
    granted: heads(100),
    used: {},
    division: '152502',
    state: 'active',
    ...members,
  });
}

/** At most 540 g of carcass of 1,000 g of lamb, head for head. */
export const slaughter: ProcessRecord = {
  names: { zh: '屠宰' },
  principal: ['lamb-live'],
  outputs: [
    {
      category: 'lamb-carcass',
      bands: [
        { from: 'count', to: 'count', maxPermille: 1000 },
        { from: 'massG', to: 'massG', maxPermille: 540 },
      ],
    },
  ],
};

/** The herder may claim the scheme for 100 lambs of PASTURE-1 in 2026, the plant for carcasses of PLANT-1. */
export async function claimWorld(): Promise<TradeWorld> {
  const at = await tradeWorld();
  seedCertificate(at, herdersCertificate(at), {});
  seedCertificate(at, plantsCertificate(at), {
    holder: at.plant.id,
    categories: ['lamb-carcass'],
    sites: ['PLANT-1'],
  });
  seedQuota(at);
  seed(at, keyOf.process('lamb-slaughter@1'), slaughter);
  return at;
}

export const claimed = (at: TradeWorld, lot = lamb, amount: Amount = heads(20)) => ({
  act: 'commission',
  site: 'PASTURE-1',
  lot,
  amount,
  season: '2026',
  claims: claimOf(herdersCertificate(at)),
});

/** Changes members of what the category asks for. */
export const rewriteCategory = (at: TradeWorld, category: string, members: Partial<CategoryRecord>) =>
  rewrite(at, keyOf.category(category), members);

/** A hold that a regulator placed on some record of the state. */
export function seedHold(at: TradeWorld, byte: number, key: string): string {
  const id = exampleDigest(byte);
  seed(at, keyOf.hold(id), { by: at.regulator.id, remits: ['agriculture'], division: '152502' });
  rewrite(at, key, { holds: [id] });
  return id;
}

export function seedRecall(at: TradeWorld, byte: number, lot: string): string {
  const id = exampleDigest(byte);
  seed(at, keyOf.recall(id), {
    by: at.regulator.id,
    level: 1,
    lots: [lot],
    remits: ['agriculture'],
    division: '152502',
  });
  rewrite(at, keyOf.lot(lot), { recalls: [id] });
  return id;
}

export const lotAt = (at: TradeWorld, lot: string) => at.world.state.at(keyOf.lot(lot)) as LotRecord;
export const eventAt = (at: TradeWorld, id: string) => at.world.state.at(keyOf.event(id)) as EventRecord;

/** Puts part of a lot into another party's hands. */
export const seedHolding = (at: TradeWorld, place: readonly [string, string, string], available: Amount) =>
  seed<HoldingRecord>(at, keyOf.holding(...place), { available, sold: {} });

export const idOf = (receipt: Receipt): string => receipt.results[0]?.id ?? '';
export const breachesOf = (receipt: Receipt): readonly string[] | undefined => {
  const [result] = receipt.results;
  return result?.status === 'refused' ? undefined : result?.breaches;
};

/** Says it, and answers the breaches that it was recorded with. */
export const breachesWhen = async (...said: Parameters<typeof say>) => breachesOf(await say(...said));
