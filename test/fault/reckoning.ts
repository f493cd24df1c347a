import { sameAmount } from '@mengsu/chaincode/model';
import { ApiProblem, MengsuClient } from '@mengsu/client';
import { recordedPlaces } from '../system/ledger-blocks.ts';
import type { RunningSystem } from '../system/running-system.ts';
import { type AccountBook, type Hand, isAnswered, type Posted } from './account-book.ts';
import { Poster } from './poster.ts';

const readersMax = 16;
const settleTimeoutMs = 300_000;
const hands: readonly Hand[] = ['available', 'inTransit', 'sold'];

/** Posts again what has no answer, until it has one. Answers how many documents that were. */
export async function settleAccounts(system: RunningSystem, book: AccountBook): Promise<number> {
  const open = book.documents.filter((document) => !isAnswered(document));
  const poster = new Poster({ url: system.url, book, stop: AbortSignal.timeout(settleTimeoutMs) });
  await forEach(open, (document) => poster.postUntilAnswered(document));
  const silent = open.filter((document) => !isAnswered(document)).length;
  if (silent > 0) throw new Error(`${silent} documents have no answer after all`);
  return open.length;
}

/** Compares the book with the ledger's blocks and with the index: sentences about what is wrong, none when all is well. */
export async function faultsIn(system: RunningSystem, book: AccountBook): Promise<string[]> {
  return [
    ...book.wrongAnswers(),
    ...(await faultsOnLedger(system, book)),
    ...(await faultsInIndex(system, book)),
    ...(await faultsOfBalance(system, book)),
  ];
}

async function faultsOnLedger(system: RunningSystem, book: AccountBook): Promise<string[]> {
  const places = await recordedPlaces(system);
  const times = new Map<string, number>();
  for (const { id } of places) times.set(id, (times.get(id) ?? 0) + 1);
  const twice = [...times].filter(([, count]) => count > 1).map(([id]) => `${id} is on the ledger twice`);
  const wrong = [...book.events.values()].flatMap(({ id, expected }) => {
    const is = times.get(id) ?? 0;
    return is === (expected === 'recorded' ? 1 : 0)
      ? []
      : [`${id} must be ${expected}, is recorded ${is} times`];
  });
  const order = [...book.orders].flatMap(([party, ids]) => {
    const mine = new Set(ids);
    const onLedger = places.filter(({ id }) => mine.has(id)).map(({ id }) => id);
    return onLedger.join() === ids.join() ? [] : [`the events of ${party} are out of order`];
  });
  return [...twice, ...wrong, ...order];
}

async function faultsInIndex(system: RunningSystem, book: AccountBook): Promise<string[]> {
  const client = new MengsuClient(system.url);
  const faults: string[] = [];
  await forEach([...book.events.values()], async (posted) => {
    const found = await client.event(posted.id).catch(onlyUnknown);
    if (posted.expected !== 'recorded') {
      if (found) faults.push(`${posted.id} must be ${posted.expected}, the index has it`);
    } else if (found?.envelope.payload !== posted.envelope.payload) {
      faults.push(`${posted.id} is ${found ? 'another event' : 'missing'} in the index`);
    } else faults.push(...faultsOfPlace(posted, found.block));
  });
  return faults;
}

/** Every answer that named a block named the one in which the event stands. */
function faultsOfPlace({ id, answers }: Posted, block: number): string[] {
  return answers
    .filter((answer) => answer.block !== undefined && answer.block !== block)
    .map((answer) => `${id} stands in block ${block}, an answer said ${answer.block}`);
}

async function faultsOfBalance(system: RunningSystem, book: AccountBook): Promise<string[]> {
  const client = new MengsuClient(system.url);
  const faults: string[] = [];
  await forEach([...book.balances], async ([lot, balance]) => {
    const { amounts } = await client.lot(lot.slice(0, 14), lot.slice(15));
    for (const hand of hands) {
      if (sameAmount(amounts[hand], balance[hand])) continue;
      faults.push(
        `${lot} must have ${JSON.stringify(balance[hand])} ${hand}, has ${JSON.stringify(amounts[hand])}`,
      );
    }
  });
  return faults;
}

function onlyUnknown(error: unknown): undefined {
  if (error instanceof ApiProblem && error.code === 'EVENT_UNKNOWN') return undefined;
  throw error;
}

/** A bounded number at once. */
async function forEach<T>(items: readonly T[], visit: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: readersMax }, async () => {
      for (const item of rest) await visit(item);
    }),
  );
}
