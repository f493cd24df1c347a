import { keyOf, type LotRecord, type Organisation, type RecallRecord, type Remit } from '../model/index.ts';
import { exampleDigest, type Fields, makeDevice } from '../model/testing.ts';
import { carcass, heads, lamb, say, shippedWorld, type Trader, type TradeWorld } from '../testing-trade.ts';
import { creditCode, enrol } from '../testing-world.ts';
import { idOf, receiveFields } from './testing-custody.ts';

/** Beside the regulator of the region, who watches over agriculture and market: one of a league, one of another city, one of grain. */
export interface OversightWorld extends TradeWorld {
  readonly county: Trader;
  readonly elsewhere: Trader;
  readonly grain: Trader;
  readonly mill: Trader;
}

async function enrolRegulator(
  at: TradeWorld,
  first17: string,
  remits: readonly Remit[],
  divisionPrefix: string,
) {
  const { world, network } = at;
  const { party, registrar } = network.RegulatorMSP;
  const id = creditCode(first17);
  const fields = {
    act: 'enrolParty',
    party,
    subject: id,
    names: { zh: '示范监管' },
    roles: ['regulator'],
    organisation: 'RegulatorMSP',
    division: '150000',
    remits,
    divisionPrefix,
  };
  await world.say(fields, registrar, network.BrandMSP.registrar);
  const device = await makeDevice();
  const key = { act: 'enrolDevice', party, subject: id, key: device.publicKey, role: 'operator' };
  await world.say(key, registrar, device);
  return { id, device };
}

/** Ten head of `lamb` lie at PASTURE-1, eight at PLANT-1; of two of them the plant has made `carcass`. */
export async function oversightWorld(): Promise<OversightWorld> {
  const at = await shippedWorld();
  await say(at, at.plant, receiveFields(at.shipment, [{ lot: lamb, accepted: heads(10) }]));
  await say(at, at.plant, slaughterFields(carcass));
  const organisation: Organisation = 'TradeMSP';
  const id = creditCode('91152502115000707');
  const device = await enrol(at.world, at.network, { id, organisation, roles: ['trader'] });
  return {
    ...at,
    mill: { id, device },
    county: await enrolRegulator(at, '11152500115000606', ['agriculture'], '1525'),
    elsewhere: await enrolRegulator(at, '11150100115000707', ['agriculture', 'market'], '1501'),
    grain: await enrolRegulator(at, '11150000115000808', ['grain'], '15'),
  };
}

export const slaughterFields = (lot: string, count = 2): Fields => ({
  act: 'transform',
  site: 'PLANT-1',
  operation: 'slaughter',
  inputs: [{ lot: lamb, amount: heads(count) }],
  outputs: [{ lot, amount: { count, massG: count * 15_000 } }],
});

export const holdFields = (lots: readonly string[] = [lamb], more: Fields = {}): Fields => ({
  act: 'hold',
  subject: { kind: 'lots', lots },
  reason: 'suspicion',
  ...more,
});
export const holdingHold = (who: Trader, site: string, lots: readonly string[] = [lamb]): Fields =>
  holdFields(lots, { subject: { kind: 'holding', party: who.id, site, lots } });
export const partyHold = (party: string): Fields => holdFields([], { subject: { kind: 'party', party } });
export const releaseFields = (hold: string): Fields => ({ act: 'release', hold, reason: 'cleared' });

export const recallFields = (at: TradeWorld, more: Fields = {}): Fields => ({
  act: 'recall',
  lots: [lamb],
  level: 1,
  kind: 'voluntary',
  reason: 'residue',
  knownAt: new Date(at.world.nowMs).toISOString(),
  ...more,
});
export const closeFields = (recall: string): Fields => ({
  act: 'closeRecall',
  recall,
  outcome: 'complete',
  report: exampleDigest(90),
});
export const spreadFields = (children: readonly string[] = [carcass], lot = lamb): Fields => ({
  act: 'spread',
  source: { kind: 'lot', lot },
  children,
});
export const spreadSite = (who: Trader, site: string, children: readonly string[]): Fields => ({
  act: 'spread',
  source: { kind: 'site', party: who.id, site },
  children,
});
export const correctFields = (event: string, more: Fields = {}): Fields => ({
  act: 'correct',
  event,
  reason: 'typingError',
  ...more,
});
export const undoFields = (event: string): Fields => correctFields(event, { reverse: true });

/** The id under which it is recorded. */
export const saidId = async (...said: Parameters<typeof say>): Promise<string> => idOf(await say(...said));

export const lotAt = (at: TradeWorld, lot = lamb) => at.world.state.at(keyOf.lot(lot)) as LotRecord;
export const recallAt = (at: TradeWorld, id: string) => at.world.state.at(keyOf.recall(id)) as RecallRecord;
export const registrarOf = (at: TradeWorld): Trader => {
  const { party, registrar } = at.network.TradeMSP;
  return { id: party, device: registrar };
};
