import {
  type Amount,
  add,
  type Envelope,
  eventIdOf,
  type LedgerErrorCode,
  type Mode,
  nothing,
  subtract,
  webCrypto,
} from '@mengsu/chaincode/model';
import type { EventResult } from '@mengsu/client';

/** What the law must say of an event, whenever it is asked. */
export type Expectation = 'recorded' | LedgerErrorCode;

export interface Posted {
  readonly id: string;
  readonly envelope: Envelope;
  readonly expected: Expectation;
  /** Every final answer that a poster was given. */
  readonly answers: EventResult[];
}

/** A document as it was posted, to be posted again. */
export interface PostedDocument {
  readonly mode: Mode;
  readonly events: readonly Posted[];
}

/** Where the goods of a lot are. */
export type Hand = 'available' | 'inTransit' | 'sold';
export type Balance = { readonly [hand in Hand]: Amount };

/** Goods that an event brings from one hand to another; without `from` they come into being. */
export interface Effect {
  readonly lot: string;
  readonly amount: Amount;
  readonly from?: Hand;
  readonly to: Hand;
}

export interface SaidEvent {
  readonly envelope: Envelope;
  readonly expected: Expectation;
  readonly effects?: readonly Effect[];
}

const emptyBalance: Balance = { available: nothing, inTransit: nothing, sold: nothing };

/** Everything that the posters of a run have sent, were answered, and may demand of the ledger in the end. */
export class AccountBook {
  readonly events = new Map<string, Posted>();
  readonly documents: PostedDocument[] = [];
  /** Lot id → where its goods must be when every posted event is recorded. */
  readonly balances = new Map<string, Balance>();
  /** Party → its event ids in the order in which it posted them, each after the answer to the last. */
  readonly orders = new Map<string, string[]>();

  /** Writes a document down before it leaves. */
  async open(mode: Mode, said: readonly SaidEvent[]): Promise<PostedDocument> {
    const events: Posted[] = [];
    for (const { envelope, expected, effects } of said) {
      const id = await eventIdOf(envelope.payload, webCrypto);
      const posted: Posted = { id, envelope, expected, answers: [] };
      this.events.set(id, posted);
      events.push(posted);
      for (const effect of effects ?? []) this.#take(effect);
    }
    const document = { mode, events };
    this.documents.push(document);
    return document;
  }

  /** The next event of a party whose events must keep their order on the ledger. */
  ordered(party: string, { events }: PostedDocument): void {
    const order = this.orders.get(party) ?? [];
    order.push(...events.map(({ id }) => id));
    this.orders.set(party, order);
  }

  /** Writes down what was answered. Throws for an answer to an event that nobody posted. */
  answered(results: readonly EventResult[]): void {
    for (const result of results) {
      const posted = this.events.get(result.id);
      if (!posted) throw new RangeError(`an answer to event ${result.id}, which nobody posted`);
      posted.answers.push(result);
    }
  }

  /** Sentences about answers that must not be; none when all is well. */
  wrongAnswers(): string[] {
    return [...this.events.values()].flatMap(({ id, expected, answers }) =>
      answers.flatMap((answer) => {
        const isWrong = expected === 'recorded' ? answer.status === 'refused' : answer.code !== expected;
        return isWrong ? [`${id} must be ${expected}, was answered ${JSON.stringify(answer)}`] : [];
      }),
    );
  }

  #take({ lot, amount, from, to }: Effect): void {
    const before = this.balances.get(lot) ?? emptyBalance;
    const left = from ? { ...before, [from]: subtract(before[from], amount) } : before;
    this.balances.set(lot, { ...left, [to]: add(left[to], amount) });
  }
}

export const isAnswered = ({ events }: PostedDocument): boolean =>
  events.every(({ answers }) => answers.length > 0);
