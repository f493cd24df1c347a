import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placesIn } from '../../network/fabric/src/places.ts';
import { reasonToSkip } from '../system/fabric-network.ts';
import { FaultRun } from './fault-run.ts';
import { reasonForNoDisk, SmallDisk } from './full-disk.ts';

const reason = reasonToSkip() ?? reasonForNoDisk();
const diskMebibytes = 48;
/** Long enough for whatever keeps the peer running to have tried often. */
const fullMs = 30_000;
const awayMaxMs = 20_000;

describe.skipIf(reason)(`the disk of a peer${reason ? ` (${reason})` : ''}`, () => {
  let run: FaultRun;
  let disk: SmallDisk;

  beforeAll(async () => {
    run = await FaultRun.start({
      beforeUp: async ({ folder }) => {
        disk = new SmallDisk(placesIn(folder).node('producers', 'peer').data, diskMebibytes);
      },
      afterDown: async () => disk.remove(),
    });
  });
  afterAll(() => run?.remove());

  it('is full: the others are asked, and the peer comes back by itself when there is room', async () => {
    const harm = {
      injected: 'the disk of the gateway’s own peer full for 30 s',
      expected:
        'other peers are asked; the peer comes back by itself when there is room, and has every block',
    };
    const awayMs = await run.suffer(harm, async () => {
      await disk.fill();
      const said = await run.untilReason(
        new RegExp(`^ledger: 127.0.0.1:${run.nodes.topology.organisations[0]?.peer.port}: `),
      );
      await pause(fullMs);
      await run.watch.untilRecorded(performance.now());
      await disk.empty();
      await run.untilNoReason();
      return `/readyz: “${said.replace(/127\S+ /, '… ')}”; nothing when there was room again`;
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('was full: nothing is lost or doubled, and every party’s order is kept', async () => {
    expect(await run.reckon()).toEqual([]);
  });
});
