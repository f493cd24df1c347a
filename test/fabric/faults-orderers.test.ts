import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../../network/fabric/src/topology.ts';
import { reasonToSkip } from '../system/fabric-network.ts';
import { FaultRun } from './fault-run.ts';

const reason = reasonToSkip();
/** A lost leader is complained of after 2 s (network/fabric/src/config/channel-config.ts); the machine is shared. */
const awayMaxMs = 20_000;
const goneMs = 10_000;

describe.skipIf(reason)(`orderers that fail${reason ? ` (${reason})` : ''}`, () => {
  let run: FaultRun;

  beforeAll(async () => {
    run = await FaultRun.start();
  });
  afterAll(() => run?.remove());

  const followers = async (): Promise<Organisation[]> => {
    const leader = await run.nodes.leader();
    return run.nodes.topology.organisations.filter(({ name }) => name !== leader.name);
  };

  it('another one leads when the leader is killed', async () => {
    const harm = {
      injected: 'the leading orderer killed (SIGKILL); its keeper starts it again',
      expected: 'another one leads, writes are away for some seconds',
    };
    const awayMs = await run.suffer(harm, async () => {
      const old = await run.nodes.leader();
      run.nodes.signal(`orderer-${old.name}`, 'SIGKILL');
      const leader = await run.nodes.untilLeaderIsNot(old);
      return `${leader.name} led after ${old.name}`;
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('another one leads when the leader stands still, and it follows when it goes on', async () => {
    const harm = {
      injected: 'the leading orderer stopped for 10 s (SIGSTOP, then SIGCONT)',
      expected: 'another one leads; the old one follows it afterwards',
    };
    const awayMs = await run.suffer(harm, async () => {
      const old = await run.nodes.leader();
      run.nodes.signal(`orderer-${old.name}`, 'SIGSTOP');
      try {
        const leader = await run.nodes.untilLeaderIsNot(old);
        await pause(goneMs);
        await run.watch.untilRecorded(performance.now());
        return `${leader.name} led after ${old.name}, and events were recorded while that stood still`;
      } finally {
        run.nodes.signal(`orderer-${old.name}`, 'SIGCONT');
      }
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('three go on without the fourth', async () => {
    const harm = {
      injected: 'an orderer that follows killed, and away for 10 s',
      expected: 'three are a quorum: nothing is noticed',
    };
    const awayMs = await run.suffer(harm, async () => {
      const [gone] = await followers();
      if (!gone) throw new RangeError('three orderers follow');
      await run.nodes.takeAway('orderer', gone);
      await pause(goneMs);
      await run.watch.untilRecorded(performance.now());
      await run.nodes.letBack('orderer', gone);
      return `recorded throughout without the orderer of ${gone.name}`;
    });
    expect(awayMs).toBeLessThan(awayMaxMs);
  });

  it('two wait for a third, while pages are read', async () => {
    const harm = {
      injected: 'two orderers gone, for 10 s; then one back',
      expected:
        'writes wait and are promised (202); pages and reads go on; everything arrives when one is back',
    };
    await run.suffer(harm, async () => {
      const [one, other] = await followers();
      if (!one || !other) throw new RangeError('three orderers follow');
      await run.nodes.takeAway('orderer', one);
      await run.nodes.takeAway('orderer', other);
      const heightBefore = await run.height();
      await pause(goneMs);
      expect(await run.height()).toBeLessThan(heightBefore + 3);
      expect(await run.pageStatus()).toBe(200);
      await run.nodes.letBack('orderer', one);
      await run.watch.untilRecorded(performance.now());
      await run.nodes.letBack('orderer', other);
      return 'no block for 10 s, pages answered 200; all arrived';
    });
  });

  it('have lost nothing, doubled nothing, and kept every party’s order', async () => {
    expect(await run.reckon()).toEqual([]);
  });
});
