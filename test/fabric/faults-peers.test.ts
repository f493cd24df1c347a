import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultPoints } from '../../gateway/src/outbox/fault-point.ts';
import { keeperOf } from '../../network/fabric/src/lifecycle/serve.ts';
import { reasonToSkip } from '../system/fabric-network.ts';
import { FaultRun } from './fault-run.ts';

const reason = reasonToSkip();
const awayMaxMs = 20_000;
/** Deadlines of one endorsement and one submission (gateway/src/settings.ts), and as much again as the machine is slow. */
const awayStandingStillMaxMs = 90_000;
const goneMs = 10_000;

describe.skipIf(reason)(`peers, chaincode and gateways that fail${reason ? ` (${reason})` : ''}`, () => {
  let run: FaultRun;

  beforeAll(async () => {
    run = await FaultRun.start();
  });
  afterAll(() => run?.remove());

  it('the gateway asks another peer while its own is away', async () => {
    const [own] = run.nodes.topology.organisations;
    if (!own) throw new RangeError('four organisations were made');
    const harm = {
      injected: 'the gateway’s own peer killed, and away for 10 s',
      expected:
        'another peer is asked, /readyz says which is away and stays ready; the own one is asked again afterwards',
    };
    const awayMs = await run.suffer(harm, async () => {
      await run.nodes.takeAway('peer', own);
      const said = await run.untilReason(
        new RegExp(`^ledger: 127.0.0.1:${own.peer.port}: it is not reached`),
      );
      await pause(goneMs);
      await run.watch.untilRecorded(performance.now());
      await run.nodes.letBack('peer', own);
      await run.untilNoReason();
      return `/readyz: “${said.replace(/127\S+ /, '… ')}”; no word of it when it was back`;
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('the gateway asks another peer while the chaincode beside its own is away', async () => {
    const harm = {
      injected: 'the chaincode beside the gateway’s own peer killed; its keeper starts it again',
      expected: 'another peer is asked meanwhile',
    };
    const awayMs = await run.suffer(harm, async () => {
      const before = run.nodes.find('chaincode-producers-0');
      if (!before) throw new RangeError('the producers’ chaincode runs');
      run.nodes.signal('chaincode-producers-0', 'SIGKILL');
      await run.nodes.untilAnew('chaincode-producers-0', before);
      return 'answered throughout';
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('the gateway asks another organisation’s peer while everything of its own stands still', async () => {
    const harm = {
      injected:
        'peer, orderer and chaincode of the gateway’s own organisation stopped (SIGSTOP) for 15 s and until an event was recorded',
      expected: 'other peers are asked, three orderers go on; everything of it is level again afterwards',
    };
    const awayMs = await run.suffer(harm, async () => {
      const [own] = run.nodes.topology.organisations;
      if (!own) throw new RangeError('four organisations were made');
      const names = ['peer', 'orderer'].map((kind) => `${kind}-${own.name}`);
      const stopped = [...names, `chaincode-${own.name}-0`];
      for (const name of stopped) run.nodes.signal(name, 'SIGSTOP');
      try {
        await pause(1.5 * goneMs);
        await run.watch.untilRecorded(performance.now());
      } finally {
        for (const name of stopped) run.nodes.signal(name, 'SIGCONT');
      }
      await run.untilNoReason();
      await run.nodes.untilLevel(own);
      return 'recorded meanwhile by the others; nothing on /readyz afterwards';
    });
    expect(awayMs).toBeLessThan(awayStandingStillMaxMs);
  });

  it.each(faultPoints)('the gateway goes on from where it was killed: %s', async (step) => {
    const harm = {
      injected: `the gateway killed at the step ${step}`,
      expected: 'it is started again and takes up what it had promised',
    };
    const awayMs = await run.suffer(harm, async () => {
      await run.faultFile.kill({ step, count: 3, pid: run.system.pidOf('gateway') });
      return 'taken up by itself';
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('the gateway says that a chaincode runs under another package id, and asks other peers', async () => {
    const harm = {
      injected: 'the chaincode beside the gateway’s own peer runs under another package id',
      expected: '/readyz says so and stays ready; another peer is asked',
    };
    await run.suffer(harm, async () => {
      const restore = await run.nodes.misnameChaincode(keeperOf(0), 'chaincode-producers-0');
      try {
        await run.untilReason(
          /^ledger: \S+ the chaincode beside it does not register as .*another package id/,
        );
        await run.watch.untilRecorded(performance.now());
      } finally {
        await restore();
      }
      await run.untilNoReason();
      return '/readyz: “the chaincode beside it does not register as …: it runs under another package id”';
    });
  });

  it('have lost nothing, doubled nothing, and kept every party’s order', async () => {
    expect(await run.reckon()).toEqual([]);
  });
});
