/** What the pages of 投诉 and 举报 say. */
export interface TellWords {
  readonly titles: Readonly<Record<'tell' | 'received' | 'unknownReceipt', string>>;
  readonly kinds: Readonly<Record<'complaint' | 'disclosure', string>>;
  /** What becomes of each kind. */
  readonly kindsSay: Readonly<Record<'complaint' | 'disclosure', string>>;
  readonly matters: Readonly<
    Record<
      'condition' | 'dates' | 'label' | 'content' | 'mark' | 'record' | 'code' | 'trade' | 'other',
      string
    >
  >;
  readonly labels: Readonly<
    Record<
      | 'kind'
      | 'matter'
      | 'text'
      | 'contact'
      | 'code'
      | 'lot'
      | 'send'
      | 'trap'
      | 'receipt'
      | 'receivedAt'
      | 'dueOn'
      | 'keptUntil'
      | 'state',
      string
    >
  >;
  readonly sentences: Readonly<
    Record<
      | 'textHint'
      | 'contactHint'
      | 'codeHint'
      | 'keepReceipt'
      | 'waiting'
      | 'answered'
      | 'weekendsOnly'
      | 'unknownReceipt'
      | 'call12315'
      | 'link12315'
      | 'notOnLedger'
      | 'runByMakers',
      string
    >
  >;
  /** What is wrong with a part of the form, and what to do. */
  readonly faults: Readonly<
    Record<'kind' | 'matter' | 'text' | 'contact' | 'code' | 'nonce' | 'limit' | 'full' | 'origin', string>
  >;
  runBy(organisation: string): string;
  keptFor(days: number): string;
}
