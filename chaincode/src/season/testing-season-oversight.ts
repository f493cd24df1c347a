import type { EventRecord } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import type { Trader } from '../testing-trade.ts';
import { dayAfter, dayMs } from './testing-season-days.ts';
import { type Sight, shareOf, type Telling } from './testing-season-sight.ts';
import type { Step } from './testing-season-steps.ts';
import { certificateOf } from './testing-season-village.ts';
import { heads } from './testing-season-world.ts';

/** Holds, recalls, corrections, restrictions, by those who may and those who may not. */
export class OversightTeller {
  readonly #sight: Sight;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  oversee(step: Step): readonly Telling[] {
    const { regulator, certifier, countyRegulator } = this.#sight.at;
    const lot = this.#sight.pick(this.#sight.lots(), step.what)?.[0];
    const overseer =
      [regulator, regulator, certifier, countyRegulator, this.#sight.actor(step.who)][step.way % 5] ??
      regulator;
    switch (step.do) {
      case 'hold':
        return lot ? this.#hold(step, overseer, lot) : [];
      case 'release': {
        const [hold] = this.#sight.pick(this.#sight.records('hold'), step.what) ?? [];
        return hold ? this.#sight.said(overseer, { act: 'release', hold, reason: 'cleared' }, step) : [];
      }
      case 'recall':
        return lot ? this.#recall(step, overseer, lot) : [];
      case 'acknowledge':
      case 'closeRecall':
      case 'remedy':
        return this.#answerRecall(step, overseer);
      case 'spread':
        return this.#spread(step);
      case 'correct':
        return this.#correct(step);
      case 'restrict':
      case 'reinstate':
        return this.#restrict(step);
      case 'moreQuota':
        return this.#moreQuota(step);
      default:
        return [];
    }
  }

  #recall(step: Step, overseer: Trader, lot: string): Telling[] {
    const { regulator, countyRegulator, world } = this.#sight.at;
    const knownAt = new Date(world.nowMs - (step.daysAgo + 1) * dayMs).toISOString();
    const ordered = overseer === regulator || overseer === countyRegulator;
    const fields = {
      act: 'recall',
      lots: [lot],
      level: 2,
      kind: ordered ? 'ordered' : 'voluntary',
      reason: 'residue',
      knownAt,
      ...(step.much < 3 ? { drill: true } : {}),
    };
    const cosigners = step.much > 9 && !ordered ? [regulator.device] : [];
    return this.#sight.said(overseer, fields, step, ...cosigners);
  }

  #hold(step: Step, overseer: Trader, lot: string): Telling[] {
    const who = this.#sight.actor(step.who);
    const here = this.#sight.pick(this.#sight.held(who), step.what)?.[0];
    const subject =
      step.much < 7
        ? { kind: 'lots', lots: [lot] }
        : step.much < 10 && here
          ? { kind: 'holding', party: who.id, site: who.site, lots: [here] }
          : { kind: 'party', party: who.id };
    return this.#sight.said(overseer, { act: 'hold', subject, reason: 'suspicion' }, step);
  }

  #answerRecall(step: Step, overseer: Trader): Telling[] {
    const [recall, record] =
      this.#sight.pick(this.#sight.records<{ readonly lots: readonly string[] }>('recall'), step.what) ?? [];
    if (!recall || !record) return [];
    const who = this.#sight.actor(step.who);
    if (step.do === 'acknowledge') return this.#sight.said(who, { act: 'acknowledge', recall }, step);
    if (step.do === 'closeRecall')
      return this.#sight.said(
        overseer,
        { act: 'closeRecall', recall, outcome: 'complete', report: exampleDigest(88) },
        step,
      );
    const returned = this.#sight
      .held(who)
      .find(([lot, holding]) => record.lots.includes(lot) && holding.returned);
    const lot = returned?.[0] ?? record.lots[0];
    const found = returned?.[1].returned ?? heads(1);
    const fields = {
      act: 'remedy',
      recall,
      site: who.site,
      lines: [{ lot, found, ...(returned && step.way < 5 ? { remedied: shareOf(found, step.much) } : {}) }],
    };
    return this.#sight.said(who, fields, step, ...(step.way < 4 ? [this.#sight.at.regulator.device] : []));
  }

  /** Along an edge that is there, or one that is not. */
  #spread(step: Step): Telling[] {
    const made = this.#sight
      .records<EventRecord>('event')
      .flatMap(([, { effect }]) => (effect?.did === 'made' && effect.inputs.length > 0 ? [effect] : []));
    const effect = this.#sight.pick(made, step.what);
    const lot = this.#sight.pick(effect?.inputs ?? [], step.way)?.lot;
    const children = step.way === 7 ? [this.#sight.lot('lamb', 0)] : (effect?.outputs ?? []);
    if (!lot || children.length === 0) return this.#spreadSite(step);
    return this.#sight.said(
      this.#sight.actor(step.who),
      { act: 'spread', source: { kind: 'lot', lot }, children },
      step,
    );
  }

  #spreadSite(step: Step): Telling[] {
    const [lot, record] = this.#sight.pick(this.#sight.lots(), step.what) ?? [];
    if (!lot || !record) return [];
    const source = { kind: 'site', party: record.maker, site: record.site };
    return this.#sight.said(this.#sight.actor(step.who), { act: 'spread', source, children: [lot] }, step);
  }

  #correct(step: Step): Telling[] {
    const events = this.#sight
      .records<EventRecord>('event')
      .filter(([, { party }]) => Object.values(this.#sight.at.actors).some(({ id }) => id === party));
    const [event, record] = this.#sight.pick(events, step.what * 5 + step.much) ?? [];
    if (!event || !record) return [];
    const who =
      Object.values(this.#sight.at.actors).find(({ id }) => id === record.party) ??
      this.#sight.at.actors.herder;
    const other = this.#sight.actor(step.who).device;
    const reverse = step.way < 6 ? { reverse: true } : {};
    const cosigners = step.way % 2 === 0 && other !== who.device ? [other] : [];
    return this.#sight.said(
      who,
      { act: 'correct', event, reason: 'typingError', ...reverse },
      step,
      ...cosigners,
    );
  }

  #restrict(step: Step): Telling[] {
    const { certifier, regulator, actors, days } = this.#sight.at;
    const holder = step.who % 2 === 0 ? 'herder' : 'plant';
    const subject =
      step.way % 2 === 0
        ? { kind: 'certificate', certificate: certificateOf(this.#sight.at, 'mengzibiao', holder) }
        : {
            kind: 'quota',
            holder: actors.herder.id,
            site: 'PASTURE-1',
            commodity: 'sheep',
            season: days.season,
          };
    if (step.do === 'reinstate') {
      const cosigners = step.much > 2 ? [regulator.device] : [];
      return this.#sight.said(certifier, { act: 'reinstate', subject }, step, ...cosigners);
    }
    const fields = {
      act: 'restrict',
      subject,
      to: step.much === 0 ? 'withdrawn' : 'suspended',
      reason: 'other',
    };
    return this.#sight.said(step.way < 4 ? certifier : regulator, fields, step);
  }

  /** Another quota for the herder: overlapping, too large, signed by one hand, or right. */
  #moreQuota(step: Step): Telling[] {
    const { certifier, regulator, actors, days } = this.#sight.at;
    const from = step.way % 2 === 0 ? days.quota.until : dayAfter(days.quota.until);
    const fields = {
      act: 'grantQuota',
      holder: actors.herder.id,
      site: 'PASTURE-1',
      category: 'season-lamb',
      season: `${days.season}-${step.what}`,
      from,
      until: days.year.until,
      granted: heads(24 + step.much),
    };
    return this.#sight.said(
      certifier,
      fields,
      { ...step, daysAgo: 0 },
      ...(step.way < 6 ? [regulator.device] : []),
    );
  }
}
