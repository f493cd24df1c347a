/** How far the spreader has come, and where its device's chain is: one row, of `one` = 0. No part of the index, so a rebuild leaves it. */
export interface SpreadPlaceRow {
  one: number;
  /** The next event to look at. */
  ordinal: number;
  /** Id of the event before it, '' where there is none: it tells another ledger. */
  event: string;
  /** Key id of the service key that signed last, '' before the first. */
  device: string;
  /** The last number that it used, and the event that bears it. */
  sequence: number;
  previous: string | null;
}

export interface SpreadTables {
  spread_place: SpreadPlaceRow;
}
