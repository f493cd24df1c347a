import type { DeviceKey } from './device-key.ts';

/** Where a device stands in its own chain: the last number it used, and the id of the event that used it (null before the first). */
export interface DevicePlace {
  readonly sequence: number;
  readonly previous: string | null;
}

/**
 * Keeps a device's place over restarts. `save` must be durable when it resolves: a number that was given out twice is a fork in the device's own chain.
 * One memory belongs to one running device.
 */
export interface DeviceMemory {
  load(): Promise<DevicePlace | undefined>;
  save(place: DevicePlace): Promise<void>;
}

export interface DeviceOptions {
  readonly key: DeviceKey;
  /** Id of the network that its signatures are for. */
  readonly network: string;
  /** The party that it acts for when an event names no other. */
  readonly party: string;
  readonly memory: DeviceMemory;
}

/** A key, the party it acts for, and its place in its own chain. */
export class Device {
  readonly key: DeviceKey;
  readonly network: string;
  readonly party: string;
  readonly #memory: DeviceMemory;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DeviceOptions) {
    this.key = options.key;
    this.network = options.network;
    this.party = options.party;
    this.#memory = options.memory;
  }

  /**
   * Gives `build` the next number and the id of the last event, and saves the id that it answers before anybody else sees it.
   * Calls run one after another. Where `build` throws, the number is not used; once saved it stays used, whatever becomes of the event.
   */
  takeNumber<T extends { readonly id: string }>(build: (next: DevicePlace) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const place = (await this.#memory.load()) ?? { sequence: 0, previous: null };
      const sequence = place.sequence + 1;
      const built = await build({ sequence, previous: place.previous });
      await this.#memory.save({ sequence, previous: built.id });
      return built;
    });
    // The next call waits for this one and does not inherit its failure, which its own caller sees.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** A memory that lasts as long as the program: for tests, and for keys that die with it. */
export function volatileMemory(): DeviceMemory {
  let place: DevicePlace | undefined;
  return {
    load: async () => place,
    save: async (next) => {
      place = next;
    },
  };
}
