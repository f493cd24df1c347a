import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Envelope, MengsuClient } from '@mengsu/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Submitter } from '../../../chaincode/src/acts/index.ts';
import {
  type Amount,
  actNames,
  add,
  type BreachCode,
  type EventRecord,
  type HoldingRecord,
  type HoldRecord,
  type LotRecord,
  nothing,
  parseEvent,
  type Receipt,
  type ShipmentRecord,
  subtract,
  type TraceEvent,
} from '../../../chaincode/src/model/index.ts';
import { documentText } from '../../../chaincode/src/model/testing.ts';
import { nodeCrypto } from '../../../chaincode/src/node-crypto.ts';
import { record } from '../../../chaincode/src/record.ts';
import { MemoryState } from '../../../chaincode/src/testing-world.ts';
import { beef } from './beef.ts';
import { founders } from './cast.ts';
import { tellFounding } from './founding.ts';
import { tellGrants } from './granting.ts';
import { grape } from './grape.ts';
import { hetao } from './hetao.ts';
import { hulunLamb } from './hulun-lamb.ts';
import { Journal } from './journal.ts';
import { Keyring } from './keyring.ts';
import { lamb } from './lamb.ts';
import { milk } from './milk.ts';
import { millet } from './millet.ts';
import { storyPages } from './pages.ts';
import { potato } from './potato.ts';
import { tellRegistry } from './registry.ts';
import { Stage } from './stage.ts';
import { tellSeason } from './tell.ts';

/** The season told to the law in memory: every document as one transaction, by nobody but the story's own devices. */
class Season {
  readonly state = new MemoryState();
  readonly events: { readonly event: TraceEvent; readonly breaches: readonly BreachCode[] }[] = [];
  readonly documents: number[] = [];
  readonly toldAt = new Date();
  #last: Promise<unknown> = Promise.resolve();

  /** One transaction after another, as an orderer would have it. */
  #record(envelopes: readonly Envelope[], submitter?: Submitter) {
    const turn = this.#last.then(() => this.#recordNext(envelopes, submitter));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #recordNext(
    envelopes: readonly Envelope[],
    submitter: Submitter = { mspId: 'ProducersMSP', isAdmin: false },
  ) {
    const recordedAt = this.toldAt.toISOString();
    const transaction = { state: this.state, crypto: nodeCrypto, recordedAt, submitter };
    const { results } = JSON.parse(await record(documentText(envelopes), transaction)) as Receipt;
    this.documents.push(envelopes.length);
    for (const [index, result] of results.entries()) {
      if (result.status !== 'recorded') throw new Error(JSON.stringify(result));
      const event = parseEvent(envelopes[index]?.payload ?? '');
      this.events.push({ event, breaches: result.breaches });
    }
    return results;
  }

  async tell(folder: string): Promise<void> {
    const client = {
      postEvents: ({ events }: { readonly events: readonly Envelope[] }) =>
        this.#record(events).then((results) => ({ results })),
    } as Pick<MengsuClient, 'postEvents'>;
    const stage = new Stage({
      network: 'mengsu-season',
      keyring: new Keyring(path.join(folder, 'keys')),
      journal: new Journal(path.join(folder, 'steps')),
      client,
      toldAt: this.toldAt,
    });
    await tellFounding(stage, async (envelopes) => {
      for (const [index, envelope] of envelopes.entries())
        await this.#record([envelope], { mspId: founders[index]?.organisation ?? '', isAdmin: true });
    });
    await tellRegistry(stage);
    await tellGrants(stage);
    await tellSeason(stage);
  }

  /** The records of a kind, by what stands behind it in their keys. */
  records<R>(kind: string): Map<string, R> {
    const keys = [...this.state.values.keys()].filter((key) => key.startsWith(`${kind}/`));
    return new Map(keys.map((key) => [key.slice(kind.length + 1), this.state.at(key) as R]));
  }
}

const season = new Season();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mengsu-season-'));
  await season.tell(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('the season of nine brands', () => {
  it('is recorded whole, with the breaches that it means to tell and no other', () => {
    const told = season.events.flatMap(({ event, breaches }) =>
      breaches.length === 0 ? [] : [`${event.act} ${lotsOf(event).join(' ')}: ${breaches.join(' ')}`],
    );
    expect(told.sort()).toEqual(
      [
        `commission ${millet.grain}: LATE`,
        `commission ${potato.overQuota}: OVER_QUOTA`,
        `sell ${beef.jerky}: RECALLED`,
      ].sort(),
    );
  });

  it('uses every act but those of another season', () => {
    const acts = new Set(season.events.map(({ event }) => event.act));
    expect(actNames.filter((act) => !acts.has(act)).sort()).toEqual([
      'cancelDispatch',
      'changeParty',
      'cosign',
      'endDelegation',
      'reinstate',
      'restrict',
      'revokeDevice',
      'spread',
      'unload',
      'withdraw',
    ]);
  });

  it('leaves on hold, or called back, what it should, and nothing else', () => {
    const lots = [...season.records<LotRecord>('lot')];
    const holds = season.records<HoldRecord>('hold');
    const stands = (id: string): boolean => holds.get(id)?.releasedAt === undefined;
    const held = lots.filter(([, lot]) => lot.holds?.some(stands)).map(([lot]) => lot);
    expect(held.sort()).toEqual([potato.overQuota, hulunLamb.failedRibs, hetao.paste].sort());
    expect(lots.filter(([, { recalls }]) => recalls).map(([lot]) => lot)).toEqual([beef.jerky]);
  });

  it('carries its claims to the shelf, and none of what was not granted', () => {
    const claims = (lot: string) => season.records<LotRecord>('lot').get(lot)?.claims ?? [];
    expect(claims(lamb.slices)).toEqual(['mengzibiao']);
    expect(claims(beef.jerky)).toEqual(['gi-horqin-beef', 'mengzibiao']);
    expect(claims(hetao.bags)).toEqual(['green', 'mengzibiao']);
    expect(claims(millet.bags)).toEqual(['gi-aohan-millet', 'mengzibiao', 'organic']);
    expect(claims(milk.hurood)).toEqual(['gi-xilingol-cheese', 'mengzibiao']);
    expect(claims(potato.overQuota)).toEqual([]);
    expect(claims(grape.vintage(1))).toEqual([]);
  });

  it('loses and invents nothing, lot by lot and measure by measure', () => {
    for (const [lot, { created, reversed }] of season.records<LotRecord>('lot')) {
      expect(reversed ? nothing : trimmed(accountOf(lot)), lot).toEqual(reversed ? nothing : created);
    }
  });

  it('has a page for each of the nine brands, and for what goes wrong', () => {
    const titles = storyPages.map(({ title }) => title);
    for (const title of [
      '锡林郭勒羊',
      '呼伦贝尔草原羊',
      '科尔沁牛',
      '天赋河套',
      '乌兰察布马铃薯',
      '乌海葡萄',
      '赤峰小米',
      '兴安大米',
      '乳制品',
      '封存',
      '召回',
      '超配额',
      '争议',
      '更正',
    ])
      expect(titles).toContain(title);
    const lots = season.records<LotRecord>('lot');
    const paths = new Set([...lots.keys()].map((lot) => `/01/${lot.slice(0, 14)}/10/${lot.slice(15)}`));
    for (const page of storyPages) expect(paths, page.title).toContain(decodeURIComponent(page.path));
  });

  it('is told once: a second start finds everything recorded', async () => {
    const { length } = season.documents;
    await season.tell(folder);
    expect(season.documents).toHaveLength(length);
  });

  it('fits documents of at most 50 events', () => {
    expect(Math.max(...season.documents)).toBeLessThanOrEqual(50);
  });
});

const lotsOf = (event: TraceEvent): string[] => {
  if ('lot' in event && event.lot !== undefined) return [event.lot];
  return 'lines' in event ? event.lines.map(({ lot }) => lot) : [];
};

const trimmed = (amount: Amount): Amount => JSON.parse(JSON.stringify(amount)) as Amount;

/** Everything that became of a lot: where it lies, what is on its way, and what the events took. */
function accountOf(lot: string): Amount {
  const held = [...season.records<HoldingRecord>('holding')].filter(([key]) => key.endsWith(`/${lot}`));
  const parts = held.flatMap(([, { available, sold, returned, loaded }]) => [
    available,
    sold,
    returned ?? nothing,
    loaded ?? nothing,
  ]);
  const onTheWay = [...season.records<ShipmentRecord>('shipment').values()]
    .filter(({ state }) => state === 'open' || state === 'disputed')
    .flatMap(({ lines }) => lines.filter((line) => line.lot === lot).map(({ sent }) => sent));
  const taken = season.events.flatMap(({ event }) => takenBy(event, lot));
  return [...parts, ...onTheWay, ...taken, ...notThere(lot)].reduce(add, nothing);
}

/** What counting found to be gone. */
const notThere = (lot: string): Amount[] =>
  [...season.records<EventRecord>('event').values()].flatMap(({ effect }) =>
    effect?.did === 'recounted'
      ? effect.lines
          .filter((line) => line.lot === lot)
          .map(({ before, counted }) => subtract(before, counted))
      : [],
  );

function takenBy(event: TraceEvent, lot: string): Amount[] {
  const here = <L extends { readonly lot: string }>(lines: readonly L[]) =>
    lines.filter((line) => line.lot === lot);
  if (event.act === 'transform') return here(event.inputs).map(({ amount }) => amount);
  if (event.act === 'dispose') return here(event.lines).map(({ amount }) => amount);
  return event.act === 'settle' ? here(event.lines).map(({ writtenOff }) => writtenOff ?? nothing) : [];
}
