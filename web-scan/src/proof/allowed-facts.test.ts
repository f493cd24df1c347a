import { type ActName, type Amount, add, measures, say } from '@mengsu/chaincode/model';
import { exampleEvents } from '@mengsu/chaincode/model/testing-examples';
import { describe, expect, it } from 'vitest';
import { amountHtml } from '../views/amount-text.ts';
import { catalogues, languages } from '../words/index.ts';
import { allowedFacts, answeredBy, correctionsOf } from './allowed-facts.ts';
import { saysAmount } from './spoken-amount.ts';
import {
  bornEvent,
  lot,
  madeEvent,
  parent,
  proven,
  recordedAt,
  saidAt,
  tellVerdict,
} from './testing-proven.ts';

const acts = Object.keys(exampleEvents) as ActName[];
const none = { lots: new Map(), corrections: [] };

interface Line {
  readonly lot: string;
  readonly [member: string]: unknown;
}

/** Lines of goods of an event, whatever it calls them. */
const linesOf = (event: object): readonly Line[] =>
  ['lines', 'inputs', 'outputs'].flatMap((side) => (event as Record<string, Line[] | undefined>)[side] ?? []);

const isMeasure = (name: string): boolean => measures.some((measure) => measure === name);

const amountsOf = (line: object): Amount[] =>
  Object.values(line).filter(
    (value): value is Amount =>
      typeof value === 'object' &&
      value !== null &&
      Object.keys(value).length > 0 &&
      Object.keys(value).every(isMeasure),
  );

describe('the facts that a row may tell', () => {
  it.each(acts)('%s: every amount as the pages write it, in every language', (act) => {
    const event = exampleEvents[act];
    const allowed = allowedFacts(proven(event), [], none);
    const sums = linesOf(event).map((line) => amountsOf(line).reduce((sum, amount) => add(sum, amount), {}));
    for (const amount of [...amountsOf(event), ...linesOf(event).flatMap(amountsOf), ...sums])
      for (const language of languages) {
        const [, exact = '', text = ''] =
          /title="([^"]*)">([^<]*)</.exec(amountHtml(amount, 'lamb', catalogues[language]).text) ?? [];
        expect(exact).toBe(say(amount));
        expect(allowed.amounts).toContain(exact);
        expect(saysAmount(text, exact)).toBe(true);
      }
  });

  it.each(acts.filter((act) => JSON.stringify(exampleEvents[act]).includes('"lot":')))(
    '%s: every lot that it names',
    (act) => {
      const event = exampleEvents[act];
      const { lots } = allowedFacts(proven(event), [], none);
      const named = [...JSON.stringify(event).matchAll(/"lot":"([^"]+)"/g)].map(([, name]) => name);
      expect(named.length).toBeGreaterThan(0);
      for (const name of named) expect(lots).toContain(name);
    },
  );

  it.each(acts)('%s: no amount beside those that it states and their sums', (act) => {
    expect(allowedFacts(proven(exampleEvents[act]), [], none).amounts).not.toContain('7 pieces, 123456 g');
  });

  it('sums the lines of a product, and of the family alone', () => {
    const line = (name: string, count: number) => ({ lot: `${lot.slice(0, 14)}/${name}`, amount: { count } });
    const sent = proven({ act: 'dispatch', lines: [line('A', 1), line('B', 20), line('C', 300)] });
    expect(allowedFacts(sent, [], none).amounts).toContain('321 pieces');
    expect(allowedFacts(sent, [], none).amounts).not.toContain('21 pieces');
    const family = new Map(
      [...tellVerdict().lots]
        .slice(0, 1)
        .flatMap(([, one]) =>
          [`${lot.slice(0, 14)}/A`, `${lot.slice(0, 14)}/B`].map((id) => [id, one] as const),
        ),
    );
    expect(allowedFacts(sent, [], { ...none, lots: family }).amounts).toContain('21 pieces');
  });

  it('are the times that it states, of its recording and of its correction', () => {
    const correction = proven({ act: 'correct', event: madeEvent.id }, { time: '2026-09-03T00:00:00.000Z' });
    const { instants } = allowedFacts(madeEvent, [], { ...none, corrections: [correction] });
    expect([...instants].sort()).toEqual([saidAt, recordedAt, '2026-09-03T00:00:00.000Z'].sort());
  });

  it('are the lots that it touches without naming them', () => {
    const { lots } = tellVerdict();
    const held = proven({ act: 'hold', subject: { kind: 'party', party: 'X' } }, { id: madeEvent.id });
    expect([...allowedFacts(held, [], { ...none, lots }).lots].sort()).toEqual([lot, parent].sort());
    expect(allowedFacts(proven({ act: 'hold' }), [], { ...none, lots }).lots.size).toBe(0);
  });
});

describe('the events that one answers', () => {
  const sent = proven({ act: 'dispatch', number: 'S-1', lines: [{ lot, amount: { count: 4 } }] });
  const other = proven({ act: 'dispatch', number: 'S-2', lines: [{ lot, amount: { count: 5 } }] });
  const events = new Map([sent, other, bornEvent].map((event) => [event.id, event]));

  it('are the dispatch of its shipment, and the event that it corrects', () => {
    const cancel = proven({ act: 'cancelDispatch', shipment: `${String(sent.event.party)}/S-1` });
    expect(answeredBy(cancel, events)).toEqual([sent]);
    expect(allowedFacts(cancel, answeredBy(cancel, events), none).amounts).toContain('4 pieces');
    expect(answeredBy(proven({ act: 'correct', event: bornEvent.id }), events)).toEqual([bornEvent]);
  });

  it('are none for another’s shipment, an event that is not proven, and one that answers nothing', () => {
    expect(answeredBy(proven({ act: 'receive', shipment: 'SOMEBODY/S-1' }), events)).toEqual([]);
    expect(answeredBy(proven({ act: 'correct', event: 'unknown' }), events)).toEqual([]);
    expect(answeredBy(bornEvent, events)).toEqual([]);
  });

  it('corrections are those of the very event', () => {
    const correction = proven({ act: 'correct', event: sent.id });
    const told = new Map([...events, [correction.id, correction]]);
    expect(correctionsOf(sent.id, told)).toEqual([correction]);
    expect(correctionsOf(other.id, told)).toEqual([]);
  });
});
