/** A bounded memory of answers by their key; the least recently asked for leaves first. Questions at the same time are asked once; no answer and errors are not remembered. */
export class RecentData<T> {
  readonly #entriesMax: number;
  readonly #entries = new Map<string, Promise<T | undefined>>();

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  async get(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const asked = known ?? ask();
    this.#entries.set(key, asked);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#entriesMax && oldest !== undefined) this.#entries.delete(oldest);
    try {
      const answer = await asked;
      if (answer === undefined) this.#entries.delete(key);
      return answer;
    } catch (error) {
      this.#entries.delete(key);
      throw error;
    }
  }
}
