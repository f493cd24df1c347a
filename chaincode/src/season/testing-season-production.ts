import { type Amount, chinaDayOf, gtinOf, isNothing, subtract } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { dayMs } from './testing-season-days.ts';
import { type Sight, shareOf, type Telling } from './testing-season-sight.ts';
import type { Step } from './testing-season-steps.ts';
import {
  type ActorName,
  cutPermille,
  type GoodsName,
  heads,
  pieceG,
  slaughterPermille,
} from './testing-season-world.ts';

/** Goods that come into being, are treated, tested, made into others, coded and declared. */
export class ProductionTeller {
  readonly #sight: Sight;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  commission(step: Step): Telling[] {
    const name = step.who % 2 === 0 ? 'herder' : 'neighbour';
    const who = this.#sight.at.actors[name];
    const claims = this.#sight
      .claims(name, step.way)
      .filter(({ scheme }) => name === 'herder' || scheme === 'mengzibiao');
    const registrar = this.#sight.at.registrars.ProducersMSP.device;
    const fields = {
      act: 'commission',
      site: step.way > 5 ? (who.sites.at(-1) ?? '') : 'PASTURE-1',
      lot: this.#sight.lot(name === 'herder' ? 'lamb' : 'lamb2', step.what),
      amount: heads(step.much + 1),
      ...(step.much % 4 === 3
        ? { bestBefore: chinaDayOf(new Date(this.#sight.at.world.nowMs + step.much * dayMs).toISOString()) }
        : {}),
      ...(claims.length > 0 ? { claims, season: this.#sight.at.days.season } : {}),
    };
    return this.#sight.said(who, fields, step, ...(step.daysAgo > 14 && step.much > 8 ? [registrar] : []));
  }

  admit(step: Step): Telling[] {
    const isSalt = step.way < 4;
    const who = this.#sight.at.actors.plant;
    const fields = {
      act: 'admit',
      site: 'PLANT-1',
      lot: isSalt ? this.#sight.lot('salt', step.what) : this.#sight.lot('carcass', step.what + 20),
      amount: isSalt ? { massG: (step.much + 1) * 1000 } : heads(step.much + 1),
      document: exampleDigest(82),
      ...(step.way % 2 === 0 ? { source: 'opening' } : { source: 'outside', supplier: exampleDigest(83) }),
    };
    return this.#sight.said(who, fields, step);
  }

  transform(step: Step, how: 'split' | 'slaughter' | 'cut' | 'repack'): Telling[] {
    const name: ActorName = how === 'split' && step.way < 5 ? 'herder' : 'plant';
    const who = { ...this.#sight.at.actors[name], site: name === 'herder' ? 'PASTURE-1' : 'PLANT-1' };
    const from: readonly GoodsName[] = {
      split: ['lamb'],
      slaughter: ['lamb', 'lamb2'],
      cut: ['carcass'],
      repack: ['cut'],
    }[how] as GoodsName[];
    const to: GoodsName = ({ split: 'lamb', slaughter: 'carcass', cut: 'cut', repack: 'cut' } as const)[how];
    const here = this.#sight
      .held(who, ...from)
      .filter(([, holding]) => !isNothing(holding.available) || holding.returned !== undefined);
    const chosen = here.slice(step.what % Math.max(here.length, 1)).slice(0, 1 + (step.way % 2));
    const inputs = chosen.map(([lot, holding]) => {
      const isReturned = isNothing(holding.available) || (holding.returned !== undefined && step.much === 0);
      const there = (isReturned ? holding.returned : holding.available) ?? {};
      return { lot, amount: shareOf(there, step.much), ...(isReturned ? { returned: true } : {}) };
    });
    if (inputs.length === 0) return [];
    const salt = how === 'cut' && step.way % 3 === 0 ? this.#sight.held(who, 'salt')[0] : undefined;
    const added =
      salt && !isNothing(salt[1].available) ? [{ lot: salt[0], amount: shareOf(salt[1].available, 4) }] : [];
    const claims = this.#sight.claims(name, step.way === 7 ? 1 : step.way & 3);
    const outputs = outputsOf(
      inputs.map(({ amount }) => amount),
      how,
      step,
    ).map((amount, index) => ({
      lot: this.#sight.lot(to, 30 + step.what * 2 + index + (how === 'repack' || how === 'split' ? 20 : 0)),
      amount,
      ...(claims.length > 0 ? { claims: claims.map(({ scheme }) => scheme) } : {}),
    }));
    const fields = {
      act: 'transform',
      site: who.site,
      operation: how === 'slaughter' ? 'slaughter' : how === 'cut' ? 'cut' : 'split',
      inputs: [...inputs, ...added],
      outputs,
      ...(claims.length > 0 || step.way > 3 ? { process: `${how}@1` } : {}),
      ...(claims.length > 0 ? { claims } : {}),
    };
    return this.#sight.said(who, fields, step);
  }

  treat(step: Step): Telling[] {
    const who = this.#sight.at.actors[step.who % 2 === 0 ? 'herder' : 'neighbour'];
    const lot = this.#sight.pick(
      this.#sight.held({ id: who.id, site: 'PASTURE-1' }, 'lamb', 'lamb2'),
      step.what,
    )?.[0];
    const to = new Date(this.#sight.at.world.nowMs - (step.daysAgo + step.much) * dayMs).toISOString();
    const fields = {
      act: 'treat',
      site: 'PASTURE-1',
      ...(step.way % 2 === 0 && lot ? { lot } : {}),
      input: 'VD-1',
      dose: { milli: 1000, unit: 'mL' },
      from: new Date(this.#sight.at.world.nowMs - (step.daysAgo + step.much + 2) * dayMs).toISOString(),
      to,
    };
    return this.#sight.said(who, fields, step);
  }

  inspect(step: Step): Telling[] {
    const who = this.#sight.actor(step.who);
    const lot = this.#sight.pick(this.#sight.held(who), step.what)?.[0];
    if (!lot) return [];
    const verdict = step.much < 4 ? 'failed' : 'passed';
    if (step.do === 'test')
      return this.#sight.said(
        who,
        { act: 'selfTest', site: who.site, lot, verdict, report: exampleDigest(84) },
        step,
      );
    const samples = this.#sight.records<{ readonly lot: string }>('sample');
    const sample = step.way > 2 ? this.#sight.pick(samples, step.what) : undefined;
    if (sample) {
      const fields = {
        act: 'inspect',
        sample: sample[0],
        lot: step.way === 7 ? lot : sample[1].lot,
        certificate: `${this.#sight.at.certifier.id}/LABORATORY`,
        verdict,
        parameters: [{ method: 'GB 5009.11', verdict }],
        report: exampleDigest(85),
      };
      return this.#sight.said(this.#sight.at.laboratory, fields, step);
    }
    const inspector = step.way === 0 ? this.#sight.at.countyRegulator : this.#sight.at.regulator;
    const amount = shareOf(this.#sight.held(who).find(([one]) => one === lot)?.[1].available ?? {}, 1);
    const fields = {
      act: 'sample',
      holder: who.id,
      site: who.site,
      lot,
      amount: isNothing(amount) ? { count: 1, massG: 1 } : amount,
      seal: exampleDigest(86),
      purpose: 'routine',
    };
    return this.#sight.said(inspector, fields, step, who.device);
  }

  codes(step: Step, how: 'codes' | 'activate' | 'voidCodes'): Telling[] {
    const who = this.#sight.at.actors.plant;
    const lot =
      this.#sight.pick(
        this.#sight.lots().filter(([id]) => gtinOf(id) === this.#sight.at.goods.cut.gtin),
        step.what,
      )?.[0] ?? this.#sight.lot('cut', 30);
    const set = 1 + (step.way % 2);
    if (how === 'codes')
      return this.#sight.said(who, { act: 'issueCodes', lot, set, count: 40, root: exampleDigest(87) }, step);
    const range = { lot, set, from: step.much * 3, to: step.much * 3 + step.way * 3 };
    const fields =
      how === 'activate'
        ? { act: 'activateCodes', ...range }
        : { act: 'voidCodes', ...range, reason: 'spoilt' };
    return this.#sight.said(who, fields, step);
  }

  declare(step: Step): Telling[] {
    const who = { ...this.#sight.at.actors.plant, site: 'PLANT-1' };
    const [lot, holding] = this.#sight.pick(this.#sight.held(who, 'cut'), step.what) ?? [];
    if (!lot || !holding || isNothing(holding.available)) return [];
    const fields = {
      act: 'declare',
      site: who.site,
      lot,
      amount: shareOf(holding.available, step.much),
      form: 2,
      basis: 'qualityControl',
      statements: ['certificateCollected', 'noForbiddenAdditives'],
    };
    return this.#sight.said(this.#sight.at.hand, fields, step);
  }
}

/** Outputs at the edge of what a process may give, below it, or a gram above. */
function outputsOf(
  inputs: readonly Amount[],
  how: 'split' | 'slaughter' | 'cut' | 'repack',
  step: Step,
): Amount[] {
  const massG = inputs.reduce((sum, amount) => sum + (amount.massG ?? 0), 0);
  const count = inputs.reduce((sum, amount) => sum + (amount.count ?? 0), 0);
  const permille = { split: 1000, slaughter: slaughterPermille, cut: cutPermille, repack: 1000 }[how];
  const most = Math.floor((massG * permille) / 1000);
  const over = step.much === 10 ? 1 : 0;
  if (how === 'cut' || how === 'repack') {
    const pieces =
      Math.max(1, Math.min(Math.floor(most / pieceG), how === 'repack' ? count : Number.MAX_SAFE_INTEGER)) +
      over;
    return [{ count: pieces, massG: pieces * pieceG }];
  }
  const whole = { count: Math.max(1, count), massG: Math.max(1, most + over) };
  if (how === 'slaughter' || whole.count < 2) return [whole];
  const part = { count: Math.floor(whole.count / 2), massG: Math.max(1, Math.floor(whole.massG / 2)) };
  return [part, subtract(whole, part)].filter((amount) => (amount.massG ?? 0) > 0);
}
