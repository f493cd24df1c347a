import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Store } from '../store/open-store.ts';
import { ReportDesk } from './report-desk.ts';
import { openSeal } from './seal.ts';

const sweepEveryMs = 3_600_000;

/** The desk of a running gateway, and what deletes what is kept no longer. */
export interface ReportOffice {
  readonly desk: ReportDesk;
  stop(): void;
}

export const reportsKeyFile = ({ dataFolder }: Pick<Config, 'dataFolder'>): string =>
  join(dataFolder, 'reports-key');

/** The desk over a store. Throws ReportsKeyUnusable. */
export function openReportDesk(config: Config, store: Store): ReportDesk {
  const { reportsKeepDays: keepDays, reportsMax } = config;
  return new ReportDesk({ store, seal: openSeal(reportsKeyFile(config)), keepDays, reportsMax });
}

/** Sweeps at once and every hour. A sweep that fails is logged, and tried again with the next. */
export function openReportOffice(config: Config, store: Store, log: Logger): ReportOffice {
  const desk = openReportDesk(config, store);
  const sweep = (): void => {
    desk.sweep().then(
      (count) => count > 0 && log.info({ count }, 'reports past their day were deleted'),
      (error: unknown) => log.error({ err: error }, 'reports past their day could not be deleted'),
    );
  };
  sweep();
  const timer = setInterval(sweep, sweepEveryMs).unref();
  return { desk, stop: () => clearInterval(timer) };
}
