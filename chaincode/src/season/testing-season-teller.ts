import { CustodyTeller } from './testing-season-custody.ts';
import { OversightTeller } from './testing-season-oversight.ts';
import { ProductionTeller } from './testing-season-production.ts';
import { Sight, type Telling } from './testing-season-sight.ts';
import type { Step } from './testing-season-steps.ts';
import type { SeasonWorld } from './testing-season-world.ts';

/** Turns wishes into events in the light of what is on the ledger; now and then into events that the law must refuse. */
export class SeasonTeller {
  readonly #sight: Sight;
  readonly #production: ProductionTeller;
  readonly #custody: CustodyTeller;
  readonly #oversight: OversightTeller;

  /** `prefix`: of the numbers of its lots and shipments. */
  constructor(at: SeasonWorld, prefix = '') {
    this.#sight = new Sight(at, prefix);
    this.#production = new ProductionTeller(this.#sight);
    this.#custody = new CustodyTeller(this.#sight);
    this.#oversight = new OversightTeller(this.#sight);
  }

  tell(step: Step): readonly Telling[] {
    const tellings = this.#tell(step);
    if (!step.forged) return tellings;
    const thief = this.#sight.actor(step.who + 1).device;
    return tellings.map(({ fields, signers }) => ({
      fields,
      signers: [thief, ...signers.slice(1).filter((signer) => signer !== thief)],
    }));
  }

  #tell(step: Step): readonly Telling[] {
    switch (step.do) {
      case 'commission':
        return this.#production.commission(step);
      case 'admit':
        return this.#production.admit(step);
      case 'split':
      case 'slaughter':
      case 'cut':
      case 'repack':
        return this.#production.transform(step, step.do);
      case 'move':
        return this.#custody.move(step);
      case 'load':
      case 'unload':
        return this.#custody.unit(step, step.do);
      case 'dispatch':
        return this.#custody.dispatch(step);
      case 'dispatchUnit':
        return this.#custody.dispatchUnit(step);
      case 'receive':
      case 'cancel':
      case 'settle':
        return this.#custody.shipment(step, step.do);
      case 'sell':
      case 'dispose':
      case 'takeBack':
      case 'recount':
        return this.#custody.stock(step, step.do);
      case 'treat':
        return this.#production.treat(step);
      case 'test':
      case 'sampleAndInspect':
        return this.#production.inspect(step);
      case 'codes':
      case 'activate':
      case 'voidCodes':
        return this.#production.codes(step, step.do);
      case 'declare':
        return this.#production.declare(step);
      default:
        return this.#oversight.oversee(step);
    }
  }
}
