import { setTimeout as pause } from 'node:timers/promises';
import { ApiProblem, type Envelope } from '@mengsu/client';
import { afterAll, beforeAll } from 'vitest';
import { harvest, herdOf, lambs, newLot } from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { AttackWorld } from '../system/attack-world.ts';
import { untilQuiet } from '../system/index-digest.ts';
import { LedgerHand, type Msp } from '../system/ledger-hand.ts';
import { getJson, type RunningSystem, runSystem } from '../system/running-system.ts';
import { tamperingWord } from '../system/tampered-chaincode.ts';

let system: RunningSystem;
let world: AttackWorld;
let hand: LedgerHand;
beforeAll(async () => {
  system = await runSystem({ scripts: { 'chaincode-trade': 'test/system/tampered-chaincode.ts' } });
  world = await AttackWorld.on(system);
  hand = await LedgerHand.open(system);
});
afterAll(async () => {
  hand?.close();
  await system?.remove();
});

const documentOf = (events: readonly Envelope[]): string => JSON.stringify({ mode: 'all', events });

/** A good harvest, to be handed in in a bad way. */
async function goodHarvest(lot = newLot(world, 'lamb')): Promise<{ lot: string; document: string }> {
  const event = await world.sign('herder', harvest(world, lot, lambs(1)));
  return { lot, document: documentOf([event]) };
}

async function isThere(lot: string): Promise<string> {
  await untilQuiet(system);
  try {
    await world.lot(lot);
    return 'the lot is there';
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return 'the lot is not there';
    throw error;
  }
}

interface Alarms {
  readonly alarms: readonly { readonly kind: string }[];
}

/** The alarms after some more were raised. */
async function alarmsAfter(count: number): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { alarms } = await getJson<Alarms>(system, '/api/alarms');
    if (alarms.length > count) return `alarm ${alarms.slice(count).map(({ kind }) => kind)}`;
    await pause(100);
  }
  return 'no alarm';
}
const alarmCount = async () => (await getJson<Alarms>(system, '/api/alarms')).alarms.length;

/** A harvest that only these organisations endorse. */
const endorsedBy =
  (...endorsers: Msp[]) =>
  async () => {
    const { lot, document } = await goodHarvest();
    const said = await hand.called('record', [document], { endorsers });
    return `${said}; ${await isThere(lot)}`;
  };
/** A harvest that is called otherwise than `record` with one argument. */
const calledAs =
  (name: string, chaincode = 'mengsu') =>
  async () => {
    const { lot, document } = await goodHarvest();
    const said = await hand.called(name, [document], { chaincode });
    return `${said}; ${await isThere(lot)}`;
  };
const everySpelling = ['TraceContract:record', 'Record', 'record ', ' record', 'RECORD', 'mengsu:record'];

attackGroup('Get around endorsement', () => world, [
  {
    did: 'records a harvest by the peers of producers and trade alone',
    by: 'two organisations',
    why: 'two of four endorse, one of them brand or regulator',
    run: endorsedBy('ProducersMSP', 'TradeMSP'),
  },
  {
    did: 'records a harvest by the brand’s peer alone',
    by: 'one organisation',
    why: 'no organisation writes alone',
    run: endorsedBy('BrandMSP'),
  },
  {
    did: 'records a harvest by the regulator’s peer alone',
    by: 'one organisation',
    why: 'no organisation writes alone',
    run: endorsedBy('RegulatorMSP'),
  },
  {
    did: 'asks an organisation that is not of the channel to endorse',
    by: 'an organisation’s client',
    why: 'there is no such peer',
    run: endorsedBy('ProducersMSP', 'OwnMSP' as Msp),
  },
  {
    did: `calls \`record\` by other spellings: ${everySpelling.map((name) => `\`${name.replace(' ', '␠')}\``).join(' ')}`,
    by: 'an organisation’s client',
    why: 'one table of one name, compared byte by byte; so that no reader of blocks overlooks a call',
    async run() {
      const said = new Set<string>();
      for (const name of everySpelling) said.add(await calledAs(name)());
      return [...said].join('; ');
    },
  },
  {
    did: 'has another chaincode of the channel call `record`',
    by: 'an organisation’s client',
    why: 'the law answers top-level calls of its own name alone (top-level.ts); here there is no other chaincode',
    run: calledAs('record', 'othercode'),
  },
  {
    did: 'calls the contract’s initialisation, and functions that contracts often have',
    by: 'an organisation’s client',
    why: 'the table has one function',
    async run() {
      const said = new Set<string>();
      for (const name of ['init', 'Init', 'InitLedger', 'org.hyperledger.fabric:GetMetadata', 'putState'])
        said.add(await hand.called(name, ['{}']));
      return [...said].join('; ');
    },
  },
  {
    did: 'gives `record` an argument that is not UTF-8',
    by: 'an organisation’s client',
    why: 'arguments are the exact UTF-8 of their text, so that nobody reads another document',
    async run() {
      const { lot, document } = await goodHarvest();
      const bytes = Buffer.concat([Buffer.from(document.slice(0, -1)), Buffer.from([0xc3, 0x28, 0x7d])]);
      return `${await hand.called('record', [bytes])}; ${await isThere(lot)}`;
    },
  },
  {
    did: 'gives `record` a second argument that nobody reads',
    by: 'an organisation’s client',
    why: 'a function and one argument, no more',
    async run() {
      const { lot, document } = await goodHarvest();
      return `${await hand.called('record', [document, 'more'])}; ${await isThere(lot)}`;
    },
  },
  {
    did: 'runs a changed chaincode beside one peer, which writes more than the law says',
    by: 'one organisation, owner of a peer',
    why: 'endorsements of different results are no endorsement',
    isDevnetOnly: true,
    async run() {
      const { lot, document } = await goodHarvest(`${newLot(world, 'lamb')}${tamperingWord}`);
      const said = await hand.called('record', [document], { endorsers: ['TradeMSP', 'BrandMSP'] });
      return `${said}; ${await isThere(lot)}`;
    },
  },
  {
    did: 'submits the same endorsed transaction twice',
    by: 'an organisation’s client',
    why: 'the first transaction of an id stands',
    async run() {
      const { lot, document } = await goodHarvest();
      const said = await hand.calledTwice(document);
      return `${said}; ${await isThere(lot)}`;
    },
  },
  {
    did: 'founds an organisation anew by another organisation’s admin',
    by: 'client of ProducersMSP',
    why: 'the submitter’s certificate says whose admin it is',
    async run() {
      const names = ['new-registrar', 'new-log', 'new-service'];
      const [registrarKey, logKey, serviceKey] = (
        await Promise.all(names.map((name) => world.key(name)))
      ).map(({ publicKey }) => publicKey);
      world.calls('new-registrar', world.party('registrar-BrandMSP'));
      const event = await world.forge('new-registrar', {
        act: 'found',
        organisation: 'BrandMSP',
        names: { zh: '假机构' },
        division: '150000',
        ...{ registrarKey, logKey, serviceKey },
      });
      return hand.called('record', [documentOf([event])]);
    },
  },
  {
    did: 'writes a rival’s stock away by a transaction that calls no law at all',
    by: 'brand and regulator together, owners of two peers that sign anything',
    why: 'the policy is met, so the ledger takes it; every organisation’s audit finds it',
    async run() {
      const lot = await herdOf(world, 3);
      const key = `holding/${world.party('herder')}/PASTURE-1/${lot}`;
      const before = await alarmCount();
      const said = await hand.wroteForeign({ [key]: '{"available":{},"sold":{}}' }, [
        'BrandMSP',
        'RegulatorMSP',
      ]);
      return `${said}; ${await alarmsAfter(before)}`;
    },
  },
  {
    did: 'records a harvest of one lamb and writes a thousand',
    by: 'brand and producers together, owners of two peers that sign anything',
    why: 'the policy is met, so the ledger takes it; every organisation executes the law again and compares the writes',
    async run() {
      const { document } = await goodHarvest();
      const before = await alarmCount();
      const thousand = (key: string, value: string): string =>
        key.startsWith('holding/') ? value.replace('"count":1,', '"count":1000,') : value;
      const said = await hand.calledForged(document, thousand, ['BrandMSP', 'ProducersMSP']);
      return `${said}; ${await alarmsAfter(before)}`;
    },
  },
  {
    did: 'writes a rival’s stock away by a transaction that only its own two peers have signed',
    by: 'producers and trade together',
    why: 'the policy is the ledger’s, not the writers’',
    async run() {
      const lot = await herdOf(world, 3);
      const key = `holding/${world.party('herder')}/PASTURE-1/${lot}`;
      const said = await hand.wroteForeign({ [key]: '{}' }, ['ProducersMSP', 'TradeMSP']);
      await untilQuiet(system);
      return `${said}; ${(await world.lot(lot)).amounts.available.count} lambs are there`;
    },
  },
]);
