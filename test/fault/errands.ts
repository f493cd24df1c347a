import { setTimeout as delay } from 'node:timers/promises';
import type { Amount } from '@mengsu/chaincode/model';
import { type Producer, sign } from '../system/founded-network.ts';
import type { SeededRandom } from '../system/seeded-random.ts';
import type { AccountBook, PostedDocument, SaidEvent } from './account-book.ts';
import type { Poster } from './poster.ts';

/** What one poster of a run works with. */
export interface Post {
  readonly own: Producer;
  /** Whom it sends goods to. */
  readonly other: Producer;
  readonly poster: Poster;
  readonly book: AccountBook;
  readonly random: SeededRandom;
}

export type Errand = (post: Post) => Promise<void>;

const gramsAHead = 38_000;
const heads = (count: number): Amount => ({ count, massG: count * gramsAHead });

let lotsMade = 0;
function newLot({ gtin }: Producer): string {
  lotsMade += 1;
  return `${gtin}/L${lotsMade}`;
}

async function made({ own }: Post, lot: string, amount: Amount): Promise<SaidEvent> {
  const envelope = await sign(own.device, { act: 'commission', site: own.sites[0], lot, amount });
  return { envelope, expected: 'recorded', effects: [{ lot, amount, to: 'available' }] };
}

async function sold({ own }: Post, lot: string, amount: Amount): Promise<SaidEvent> {
  const lines = [{ lot, amount }];
  const envelope = await sign(own.device, { act: 'sell', site: own.sites[0], lines, to: 'consumer' });
  return { envelope, expected: 'recorded', effects: [{ lot, amount, from: 'available', to: 'sold' }] };
}

async function moved({ own }: Post, lot: string, amount: Amount): Promise<SaidEvent> {
  const [from, to] = own.sites;
  const envelope = await sign(own.device, { act: 'move', from, to, lines: [{ lot, amount }] });
  return { envelope, expected: 'recorded' };
}

/** Single events, each after the answer to the last: made, sold twice. */
const oneAtATime: Errand = async (post) => {
  const lot = newLot(post.own);
  const steps = [
    () => made(post, lot, heads(10)),
    () => sold(post, lot, heads(3)),
    () => sold(post, lot, heads(4)),
  ];
  for (const step of steps) {
    const document = await post.book.open('each', [await step()]);
    post.book.ordered(post.own.party, document);
    await post.poster.postUntilAnswered(document);
    if (document.events[0]?.answers.length === 0) return;
  }
};

/** All or nothing: made, moved, sold. */
const allOrNothing: Errand = async (post) => {
  const lot = newLot(post.own);
  const said = [
    await made(post, lot, heads(9)),
    await moved(post, lot, heads(2)),
    await sold(post, lot, heads(7)),
  ];
  await post.poster.postUntilAnswered(await post.book.open('all', said));
};

/** Each for itself: two that stand, and between them two that the law refuses. */
const eachForItself: Errand = async (post) => {
  const lot = newLot(post.own);
  const again = await made(post, lot, heads(1));
  const tooMuch = await sold(post, lot, heads(6));
  const said: SaidEvent[] = [
    await made(post, lot, heads(5)),
    { envelope: again.envelope, expected: 'LOT_EXISTS' },
    { envelope: tooMuch.envelope, expected: 'HOLDING_TOO_SMALL' },
    await sold(post, lot, heads(5)),
  ];
  await post.poster.postUntilAnswered(await post.book.open('each', said));
};

/** A handful of single events at once, by somebody who does not wait for all of the answers. */
const impatient: Errand = async (post) => {
  const burst = Array.from({ length: post.random.whole(2, 6) }, async () => {
    const waitMs = post.random.whole(1, 800);
    const document = await post.book.open('each', [await made(post, newLot(post.own), heads(1))]);
    await post.poster.post(document, AbortSignal.timeout(waitMs));
  });
  await Promise.all(burst);
};

/** Goods go to another party, and are received there. */
const handedOver: Errand = async (post) => {
  const { own, other, book, poster } = post;
  const lot = newLot(own);
  const amount = heads(4);
  const number = `S-${lot.slice(15)}`;
  const lines = [{ lot, amount }];
  const departure = new Date().toISOString();
  const sent = await sign(own.device, {
    act: 'dispatch',
    number,
    site: own.sites[0],
    to: other.party,
    departure,
    lines,
  });
  const dispatched = await book.open('all', [
    await made(post, lot, amount),
    { envelope: sent, expected: 'recorded', effects: [{ lot, amount, from: 'available', to: 'inTransit' }] },
  ]);
  await poster.postUntilAnswered(dispatched);
  if (!dispatched.events.every(({ answers }) => answers.length > 0)) return;
  const received = await sign(other.device, {
    act: 'receive',
    shipment: `${own.party}/${number}`,
    site: other.sites[1],
    lines: [{ lot, accepted: amount }],
  });
  await poster.postUntilAnswered(
    await book.open('each', [
      {
        envelope: received,
        expected: 'recorded',
        effects: [{ lot, amount, from: 'inTransit', to: 'available' }],
      },
    ]),
  );
};

/** Documents of anybody, answered or under way, posted again as they were; and old events of several parties in a new document. */
const duplicate: Errand = async ({ poster, book, random }) => {
  const recent = book.documents.slice(-30);
  if (recent.length === 0) return;
  await poster.post(random.pick(recent), AbortSignal.timeout(random.whole(20, 2_000)));
  const known = book.documents
    .slice(-300)
    .flatMap(({ events }) => events)
    .filter(({ answers, expected }) => answers.length > 0 && expected === 'recorded');
  if (known.length === 0) return;
  const events = new Set(Array.from({ length: random.whole(1, 8) }, () => random.pick(known)));
  const mixed: PostedDocument = { mode: random.pick(['all', 'each'] as const), events: [...events] };
  await poster.post(mixed, AbortSignal.timeout(random.whole(20, 2_000)));
};

export const errands: readonly Errand[] = [
  oneAtATime,
  allOrNothing,
  eachForItself,
  impatient,
  handedOver,
  duplicate,
];

/** Runs an errand over and over until the run is over; a short pause between two, so that others have the machine too. */
export async function keepRunning(errand: Errand, post: Post, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await errand(post);
    await delay(post.random.whole(5, 40));
  }
}
