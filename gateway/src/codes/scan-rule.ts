import type { ScanSummary } from '@mengsu/web-scan/views';
import type { ScanRow } from './scan-tables.ts';

/**
 * When scans of one code are more than one package can have. A package is scanned in the plant, by a carrier, in a shop and in a household: few times,
 * one place after the other. Its address may also be sent on and opened by others who never had it, so the bounds are well above a family's.
 */
export const scanThresholds = {
  /** More scans than this… */
  scansMax: 20,
  /** …in at least so many places, within 30 days. */
  placesMin: 5,
  /** So many places within one hour are a warning by themselves: nothing travels so fast. */
  placesInHourMin: 4,
} as const;

const hourMs = 3_600_000;

/** What is said of these scans of one code. `isFull`: there are more than were counted. Pure. */
export function summaryOf(rows: readonly Omit<ScanRow, 'serial'>[], isFull: boolean): ScanSummary {
  const places = placesIn(rows);
  const byHour = Map.groupBy(rows, ({ hour }) => hour);
  const placesInHour = Math.max(0, ...[...byHour.values()].map(placesIn));
  const first = Math.min(...rows.map(({ hour }) => hour));
  const { scansMax, placesMin, placesInHourMin } = scanThresholds;
  const isTooMany = (rows.length > scansMax && places >= placesMin) || placesInHour >= placesInHourMin;
  return {
    times: rows.length,
    places,
    isFull,
    isTooMany,
    ...(rows.length > 0 && { first: new Date(first * hourMs).toISOString() }),
  };
}

/** At least so many: the places of two salts may be the same ones, so the salt with the most counts. */
function placesIn(rows: readonly Omit<ScanRow, 'serial'>[]): number {
  const bySalt = Map.groupBy(rows, ({ salt }) => salt);
  return Math.max(0, ...[...bySalt.values()].map((own) => new Set(own.map(({ place }) => place)).size));
}
