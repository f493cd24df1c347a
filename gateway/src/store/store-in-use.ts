/** Another process writes to the store; the message is one sentence for the operator. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';

  /** `store`: its name without a password. */
  constructor(store: string) {
    super(`${store} is in use by a running gateway or rebuild; stop that first.`);
  }
}

export interface StoreLock {
  release(): Promise<void>;
}
