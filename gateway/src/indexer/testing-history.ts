import { type Amount, type BreachCode, type Envelope, isNothing } from '@mengsu/chaincode/model';
import { recorded, recordTransaction, TestLedger, type TestTransaction } from './testing-ledger.ts';
import { actors, TestWorld } from './testing-world.ts';

/** Test utility: a ledger of a random but lawful history. Every number chooses one event; the same numbers give the same blocks. */
export function historyOf(choices: readonly number[], ledger: TestLedger = new TestLedger()): TestLedger {
  const world = new TestWorld();
  ledger.append(recordTransaction(world.founding()));
  let transactions: TestTransaction[] = [];
  let events: Envelope[] = [];
  for (const choice of choices) {
    events.push(eventOf(world, choice));
    if (choice % 3 > 0) continue;
    transactions.push(transactionOf(events, choice));
    events = [];
    if (choice % 2 > 0) continue;
    ledger.append(...transactions);
    transactions = [];
  }
  if (events.length > 0) transactions.push(recordTransaction(events));
  if (transactions.length > 0) ledger.append(...transactions);
  return ledger;
}

/** Some transactions come with refused events, some beside one that is invalid. */
function transactionOf(events: readonly Envelope[], choice: number): TestTransaction {
  const [first] = events;
  if (!first) return recordTransaction(events);
  const breaches: BreachCode[] = choice % 7 === 0 ? ['EXPIRED', 'LATE'] : [];
  const found = events.map((event) => ({ ...recorded(event), breaches }));
  if (choice % 5 !== 0) return recordTransaction(events, { results: found });
  const refused = new TestWorld().commission(actors[0] ?? fail(), { count: choice + 1, massG: 1 });
  const { id } = recorded(refused);
  const answers = [
    ...found,
    { id, status: 'refused', code: 'LOT_EXISTS', detail: 'was made already' } as const,
  ];
  return recordTransaction([...events, refused], { results: answers });
}

const part = (amount: Amount, share: number): Amount => {
  const count = Math.max(1, Math.floor(((amount.count ?? 0) * share) / 8));
  return { count, massG: Math.floor((amount.massG ?? 0) * (count / (amount.count ?? 1))) };
};

/** An event of the kind, at the place and of the share that `choice` says; a harvest where there is nothing for that kind. */
function eventOf(world: TestWorld, choice: number): Envelope {
  const kind = choice % 20;
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(choice / 11) % items.length];
  const actor = pick(actors) ?? fail();
  const holding = pick(world.holdings);
  const harvest = () => world.commission(actor, { count: 1 + (choice % 90), massG: 1000 + (choice % 7919) });
  if (!holding || kind < 2) return harvest();
  const amount = part(holding.amount, 1 + (Math.floor(choice / 97) % 8));
  if (kind === 2) return world.move(holding, amount);
  if (kind === 3) return world.sell(holding, amount);
  if (kind === 4) return world.dispose(holding, amount);
  if (kind === 5 || kind === 6) {
    return world.dispatch(
      holding,
      amount,
      actors[(actors.indexOf(holding.actor) + 1) % actors.length] ?? fail(),
    );
  }
  if (kind === 7) return transformHere(world, holding);
  if (kind > 10) return lawful(world, holding, { kind, pick, amount });
  return handover(world, { kind, pick }) ?? transformHere(world, holding);
}

/** What the law adds to trade. */
function lawful(
  world: TestWorld,
  holding: TestWorld['holdings'][number],
  { kind, pick, amount }: Choice & { readonly amount: Amount },
): Envelope {
  const { actor, lot, site } = holding;
  const [hold, recall] = [pick(world.holds), pick(world.recalls)];
  if (kind === 11) return hold ? world.release(actor, hold) : world.hold(actor, lot);
  if (kind === 12) return recall ? world.closeRecall(actor, recall) : world.recall(actor, lot);
  if (kind === 13) return world.load(holding, amount);
  if (kind === 18) return world.undo() ?? world.recount(holding);
  if (kind === 19) return world.treat(actor, site, lot);
  const others = [
    () => world.claim(actor, amount),
    () => world.declare(holding),
    () => world.selfTest(holding, 'failed'),
  ];
  return setAside(world, { kind, pick }) ?? pick(others)?.() ?? fail();
}

/** What lies apart: on units, sold, given back. */
function setAside(world: TestWorld, { kind, pick }: Choice): Envelope | undefined {
  const [unit, sold, returned] = [pick(world.units), pick(world.sold), pick(world.returned)];
  if (kind === 14 && unit) return world.unload(unit);
  if (kind === 15 && unit)
    return world.dispatchUnit(unit, actors.find((other) => other !== unit.actor) ?? fail());
  if (kind === 16 && sold) return world.takeBack(sold);
  return kind === 17 && returned ? world.destroyReturned(returned) : undefined;
}

function transformHere(world: TestWorld, holding: TestWorld['holdings'][number]): Envelope {
  const isHere = ({ actor, site }: typeof holding) => actor === holding.actor && site === holding.site;
  const lots = new Map(world.holdings.filter(isHere).map((other) => [other.lot, other]));
  const inputs = [...lots.values()].slice(0, 3);
  return world.transform(inputs, [
    { count: 3, massG: 500 },
    { count: 1, massG: 100 },
  ]);
}

interface Choice {
  readonly kind: number;
  readonly pick: <T>(items: readonly T[]) => T | undefined;
}

function handover(world: TestWorld, { kind, pick }: Choice): Envelope | undefined {
  const sent = pick(world.open);
  const disputed = pick(world.disputed);
  if (kind === 8 && disputed) return world.settle(disputed);
  if (!sent) return undefined;
  if (kind === 9) return world.cancel(sent, sent.from.sites[0]);
  const missing = { count: 1, massG: 0 };
  const isPartial = kind === 10 && (sent.amount.count ?? 0) > 1 && !isNothing(sent.amount);
  return world.receive(sent, isPartial ? missing : undefined);
}

function fail(): never {
  throw new Error('the test world has no actors');
}
