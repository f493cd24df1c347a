import { GatewayProblem } from '../http/problem.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const addressesMax = 20_000;

/** How many reports are taken: of one address, and of all. In memory: no address is ever written down. */
export const reportRates = { addressHourMax: 5, addressDayMax: 20, hourMax: 500 } as const;

export class ReportLimits {
  /** Address → instants of its reports of a day. The one that wrote longest ago comes first. */
  readonly #byAddress = new Map<string, readonly number[]>();
  #all: readonly number[] = [];

  /** Throws RATE_LIMITED, with when to come again; otherwise the report is counted. */
  count(address: string, nowMs: number): void {
    const own = since(this.#byAddress.get(address) ?? [], nowMs - dayMs);
    this.#all = since(this.#all, nowMs - hourMs);
    const inHour = since(own, nowMs - hourMs);
    if (inHour.length >= reportRates.addressHourMax) refuse(inHour, hourMs, nowMs);
    if (own.length >= reportRates.addressDayMax) refuse(own, dayMs, nowMs);
    if (this.#all.length >= reportRates.hourMax) refuse(this.#all, hourMs, nowMs);
    this.#all = [...this.#all, nowMs];
    this.#byAddress.delete(address);
    this.#byAddress.set(address, [...own, nowMs]);
    if (this.#byAddress.size > addressesMax)
      this.#byAddress.delete(this.#byAddress.keys().next().value ?? '');
  }
}

const since = (instants: readonly number[], fromMs: number): readonly number[] =>
  instants.filter((instant) => instant > fromMs);

function refuse(instants: readonly number[], windowMs: number, nowMs: number): never {
  const waitMs = (instants[0] ?? nowMs) + windowMs - nowMs;
  throw new GatewayProblem('RATE_LIMITED', 'no more reports are taken now', {
    'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
}
