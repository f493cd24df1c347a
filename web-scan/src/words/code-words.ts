/** What a page says of the code of one piece. */
export interface CodeWords {
  readonly title: string;
  readonly serial: string;
  readonly states: Readonly<Record<'active' | 'inactive' | 'void', string>>;
  /** Its scans are more than one package can have. */
  readonly tooMany: string;
  /** That a record is no proof of the thing in hand. */
  readonly copies: string;
  readonly issued: string;
  readonly activated: string;
  readonly voided: string;
  readonly holds: string;
  readonly neverScanned: string;
  readonly unknownTitle: string;
  readonly noSets: string;
  readonly unknownAdvice: string;
  unknown(serial: string): string;
  /** What stands before and after the day of the first scan. */
  scanned(timesSince: number, places: number, isFull: boolean): readonly [before: string, after: string];
}
