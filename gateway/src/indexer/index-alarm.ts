/**
 * Why an index stopped. A person has to look: nothing is skipped.
 * FORK: the blocks do not continue what was indexed (fork, other channel, rolled-back peer). UNDECODABLE: a transaction of ours makes no sense.
 * CONTRADICTION: an event that the law recorded does not fit the rows. STREAM: the blocks ended or failed. STORE: the database failed.
 */
export type IndexAlarmCode = 'FORK' | 'UNDECODABLE' | 'CONTRADICTION' | 'STREAM' | 'STORE';

export class IndexAlarm extends Error {
  override readonly name = 'IndexAlarm';
  readonly code: IndexAlarmCode;

  constructor(code: IndexAlarmCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
  }
}
