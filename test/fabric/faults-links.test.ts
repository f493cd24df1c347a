import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FabricNetwork, reasonToSkip } from '../system/fabric-network.ts';
import { TcpRelay } from '../system/tcp-relay.ts';
import { FaultRun } from './fault-run.ts';

const reason = reasonToSkip();
const goneMs = 10_000;
/** Relays between the gateway and each peer, its own first. */
let relays: TcpRelay[];

interface Addresses {
  readonly gateway: { readonly endpoint: string };
  readonly others: readonly { readonly endpoint: string }[];
}

/** The gateway's connection, through relays. */
async function throughRelays({ folder }: FabricNetwork): Promise<{ MENGSU_CONNECTION: string }> {
  const connection = JSON.parse(await readFile(path.join(folder, 'connection.json'), 'utf8')) as Addresses;
  const peers = [connection.gateway, ...connection.others];
  relays = await Promise.all(peers.map(({ endpoint }) => TcpRelay.to(endpoint)));
  const [gateway, ...others] = peers.map((peer, index) => ({ ...peer, endpoint: relays[index]?.endpoint }));
  const file = path.join(folder, 'connection-relayed.json');
  await writeFile(file, JSON.stringify({ ...connection, gateway, others }));
  return { MENGSU_CONNECTION: file };
}

describe.skipIf(reason)(
  `links between a gateway and its peers that fail${reason ? ` (${reason})` : ''}`,
  () => {
    let run: FaultRun;

    beforeAll(async () => {
      run = await FaultRun.start({ environmentOf: throughRelays });
    });
    afterAll(async () => {
      await run?.remove();
      await Promise.all((relays ?? []).map((relay) => relay.cut()));
    });

    it.each([200, 1_000])('are slow: %i ms each way', async (delayMs) => {
      const harm = {
        injected: `${delayMs} ms each way between the gateway and every peer, for 10 s`,
        expected: 'every write takes some round trips longer, and none is lost',
      };
      await run.suffer(harm, async () => {
        for (const relay of relays) relay.delayMs = delayMs;
        await pause(goneMs);
        await run.watch.untilRecorded(performance.now());
        for (const relay of relays) relay.delayMs = 0;
        return 'recorded throughout';
      });
    });

    it('are cut: to all peers', async () => {
      const harm = {
        injected: 'the gateway cut off from all peers for 10 s',
        expected:
          'writes wait and are promised (202); pages go on; /readyz says 503; everything arrives afterwards',
      };
      const awayMs = await run.suffer(harm, async () => {
        await Promise.all(relays.map((relay) => relay.cut()));
        await pause(goneMs);
        await run.untilReason(/^ledger: (does not answer|the law does not answer)/);
        expect(await run.pageStatus()).toBe(200);
        await Promise.all(relays.map((relay) => relay.open()));
        return 'pages answered 200; all arrived';
      });
      expect(awayMs).toBeGreaterThan(goneMs - 2_000);
    });

    it('are half open: to its own peer', async () => {
      const [own] = relays;
      if (!own) throw new RangeError('four relays were made');
      const harm = {
        injected: 'the link to the gateway’s own peer half open: nothing passes, nothing is closed',
        expected: 'what was under way is given up within seconds, and another peer is asked',
      };
      await run.suffer(harm, async () => {
        own.freeze();
        await run.watch.untilRecorded(performance.now());
        await pause(goneMs);
        await run.watch.untilRecorded(performance.now());
        await own.cut();
        await own.open();
        return 'other peers endorsed and streamed the blocks';
      });
    });

    it('have lost nothing, doubled nothing, and kept every party’s order', async () => {
      await run.untilNoReason();
      expect(await run.reckon()).toEqual([]);
    });
  },
);
