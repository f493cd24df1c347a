import type { Binaries } from './binaries.ts';
import type { Places } from './places.ts';
import type { Organisation, Topology } from './topology.ts';

/** What every command works on: a network of one machine. */
export interface Ground {
  readonly topology: Topology;
  readonly places: Places;
  readonly binaries: Binaries;
  /** A line of progress for whoever waits. */
  readonly say: (line: string) => void;
}

/** Does the same for every organisation, side by side; answers in their order. */
export function forEach<Value>(
  { topology }: Pick<Ground, 'topology'>,
  act: (organisation: Organisation) => Promise<Value>,
): Promise<Value[]> {
  return Promise.all(topology.organisations.map(act));
}
