import { expect, it } from 'vitest';
import { describeStores } from '../store/testing.ts';
import { benchQueries, benchRebuild } from './index-bench.ts';

describeStores('the index’s benchmark', (stores) => {
  it('measures a rebuild of every event it made', async () => {
    const figures = await benchRebuild(await stores.open(), 600);
    expect(figures.events).toBeGreaterThanOrEqual(600);
    expect(figures.eventsPerSecond).toBeGreaterThan(0);
  });

  it('measures the questions on a lineage that has answers', async () => {
    const figures = await benchQueries(await stores.open(), 3);
    expect(Math.min(figures.lotMs, figures.traceMs)).toBeGreaterThan(0);
  });
});
