import type { EventFieldsOf } from '@mengsu/client';
import { bestBeforeOf } from '../facts.ts';
import { type ActorName, actor } from './cast.ts';
import { type Product, products } from './catalogue.ts';
import { digestOf } from './digest.ts';
import { claimsOf, schemesOf } from './grants.ts';
import type { Line, Stage } from './stage.ts';

export type Amount = EventFieldsOf<'commission'>['amount'];
type Paper = NonNullable<EventFieldsOf<'dispatch'>['papers']>[number];
type Transform = EventFieldsOf<'transform'>;
type Goods = { readonly lot: string; readonly amount: Amount };

/** Who says it and when, and what else a line may have. */
export type Telling = Pick<Line, 'by' | 'daysAgo' | 'onBehalfOf' | 'cosigners' | 'name'>;

/** The usual steps of a season as lines, with papers, claims and dates as a careful party states them. */
export class Steps {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  line({ by, daysAgo, onBehalfOf, cosigners, name }: Telling, fields: Line['fields']): Line {
    return {
      by,
      daysAgo,
      fields,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(cosigners === undefined ? {} : { cosigners }),
      ...(name === undefined ? {} : { name }),
    };
  }

  /** A statutory paper that holds from the day it was given, for so many days. */
  paper(kind: Paper['kind'], about: string, daysAgo: number, days = 5): Paper {
    return {
      kind,
      number: digestOf(`${kind} number ${about}`),
      digest: digestOf(`${kind} file ${about}`),
      validFrom: this.#stage.dayAt(daysAgo),
      validUntil: this.#stage.dayAt(daysAgo - days),
    };
  }

  /** A use that ended so many days ago, before the harvest was in sight. */
  treat(
    telling: Telling,
    use: {
      readonly site: string;
      readonly input: string;
      readonly milliMl: number;
      readonly endedDaysAgo: number;
    },
  ): Line {
    return this.line(telling, {
      act: 'treat',
      site: use.site,
      input: use.input,
      dose: { milli: use.milliMl, unit: 'mL' },
      from: this.#stage.at(use.endedDaysAgo + 1),
      to: this.#stage.at(use.endedDaysAgo),
    });
  }

  /** Harvest, milking or birth, with every claim that the producer may make. */
  harvest(telling: Telling, made: Goods & { readonly site: string; readonly earTags?: boolean }): Line {
    const holder = telling.onBehalfOf ?? telling.by;
    const { site, lot, amount, earTags } = made;
    return this.line(telling, {
      act: 'commission',
      site,
      lot,
      amount,
      season: this.#stage.season,
      claims: claimsOf(holder, schemesOf(holder)),
      earTags: earTags ? digestOf(`ear tags of ${lot}`) : undefined,
    });
  }

  /** 加工. `outputs` that are packed or sold get the typical shelf life; all make the claims that `claiming` names (the maker's own where it is left out). */
  make(
    telling: Telling,
    {
      site,
      operation,
      process,
      inputs,
      outputs,
      claiming = schemesOf(telling.by),
    }: Pick<Transform, 'site' | 'operation'> & {
      readonly process: string;
      readonly inputs: Transform['inputs'];
      readonly outputs: readonly Goods[];
      readonly claiming?: readonly string[];
    },
  ): Line {
    return this.line(telling, {
      act: 'transform',
      site,
      operation,
      process: `${process}@1`,
      inputs: [...inputs],
      outputs: outputs.map(({ lot, amount }) => ({
        lot,
        amount,
        bestBefore: this.#bestBefore(lot, telling.daysAgo),
        claims: [...claiming],
      })),
      claims: claimsOf(telling.by, claiming),
    });
  }

  #bestBefore(lot: string, daysAgo: number): string | undefined {
    const product = Object.values<Product>(products).find(({ gtin }) => lot.startsWith(gtin));
    return product?.fact === undefined ? undefined : bestBeforeOf(product.fact, this.#stage.at(daysAgo));
  }

  /** Both hands of a handover in which all goes well. */
  handOver(handover: Handover): Line[] {
    const { arrivedDaysAgo, arriving, lines, number, from, collected } = handover;
    return [
      this.send(handover),
      this.line(
        { by: handover.to.by, daysAgo: arrivedDaysAgo },
        {
          act: 'receive',
          shipment: `${actor(from.by).party}/${number}`,
          site: handover.to.site,
          papers: arriving,
          lines: received(lines, collected),
        },
      ),
    ];
  }

  /** The first hand alone. It leaves an hour after it was said. */
  send({ from, to, number, daysAgo, lines, leaving, carrier }: Handover): Line {
    return this.line(
      { by: from.by, daysAgo },
      {
        act: 'dispatch',
        number,
        site: from.site,
        to: actor(to.by).party,
        carrier: carrier === undefined ? undefined : actor(carrier).party,
        departure: this.#stage.at(daysAgo - 1 / 24),
        papers: leaving,
        lines: lines.map((line) => ({ ...line })),
      },
    );
  }

  sell(telling: Telling, site: string, lines: readonly Goods[]): Line {
    return this.line(telling, {
      act: 'sell',
      site,
      lines: [...lines],
      to: 'consumer',
      division: actor(telling.by).division,
    });
  }
}

interface Place {
  readonly by: ActorName;
  readonly site: string;
}

export interface Handover {
  readonly from: Place;
  readonly to: Place;
  readonly number: string;
  readonly daysAgo: number;
  readonly arrivedDaysAgo: number;
  readonly lines: readonly (Goods & { readonly unit?: string })[];
  /** Papers shown when the goods leave, and when they arrive. */
  readonly leaving?: Paper[];
  readonly arriving?: Paper[];
  readonly carrier?: ActorName;
  readonly collected?: 'declaration';
}

/** Every lot once, however many units carried it. */
function received(lines: Handover['lines'], collected: Handover['collected']) {
  const lots = [...new Set(lines.map(({ lot }) => lot))];
  return lots.map((lot) => ({
    lot,
    accepted: lines
      .filter((line) => line.lot === lot)
      .map(({ amount }) => amount)
      .reduce(sum),
    collected,
  }));
}

function sum(left: Amount, right: Amount): Amount {
  const entries = Object.entries(left).map(([measure, value]) => [
    measure,
    (value ?? 0) + (right[measure as keyof Amount] ?? 0),
  ]);
  return Object.fromEntries(entries) as Amount;
}
