import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { gtinOf } from '@mengsu/chaincode/model';
import { heads, lamb, say, tradeWorld } from '../../../chaincode/src/testing-trade.ts';
import { Auditor } from '../../../gateway/src/audit/auditor.ts';
import { LawLedger } from '../../../gateway/src/audit/testing-law-ledger.ts';
import { applyBlocks } from '../../../gateway/src/indexer/apply.ts';
import { decodeBlock } from '../../../gateway/src/indexer/decode.ts';
import { testChaincode } from '../../../gateway/src/indexer/testing-ledger.ts';
import { sourceOf } from '../../../gateway/src/indexer/testing-source.ts';
import { openStore, type Store } from '../../../gateway/src/store/open-store.ts';

/** What a run prints, as JSON. Processor time is of all threads. */
export interface AuditRun {
  readonly events: number;
  readonly decodeCpuMs: number;
  readonly indexCpuMs: number;
  readonly auditCpuMs: number;
  readonly auditMs: number;
  /** How late the audit made the thread's other work, 99 % of the time at most. */
  readonly delayP99Ms: number;
  readonly residentMiB: number;
}

const eventsPerDocument = 50;

async function busyLedger(documents: number): Promise<LawLedger> {
  const world = new LawLedger();
  const at = await tradeWorld(world);
  const { herder } = at;
  for (let document = 0; document < documents; document++) {
    const lot = `${gtinOf(lamb)}/N${document}`;
    await say(at, herder, { act: 'commission', site: 'PASTURE-1', lot, amount: heads(200) });
    const move = { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [{ lot, amount: heads(2) }] };
    const sell = {
      act: 'sell',
      site: 'BARN-1',
      to: 'consumer',
      division: '152502',
      lines: [{ lot, amount: heads(1) }],
    };
    const events = Array.from(
      { length: eventsPerDocument },
      (_, place) => [{ party: herder.id, ...(place % 2 === 0 ? move : sell) }, [herder.device]] as const,
    );
    await world.sayAll(events);
  }
  return world;
}

async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function measureAudit(store: Store, documents: number): Promise<AuditRun> {
  const { ledger } = await busyLedger(documents);
  const decode = () => Promise.all(ledger.blocks.map((block) => decodeBlock(block, testChaincode)));
  const blocks = await decode();
  const events = blocks.reduce((sum, { transactions }) => sum + (transactions[0]?.events.length ?? 0), 0);
  const decodeCpuMs = await cpuMsOf(decode);
  const indexCpuMs = await cpuMsOf(async () => {
    for (let start = 0; start < blocks.length; start += 20)
      await applyBlocks(store, blocks.slice(start, start + 20));
  });
  const auditor = new Auditor({
    store,
    chaincode: testChaincode,
    blocks: sourceOf(ledger.blocks),
    onAlarm: (alarm) => {
      throw new Error(`the audit of a lawful ledger raised ${JSON.stringify(alarm)}`);
    },
    onFault: (error) => {
      throw error;
    },
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  const auditCpuMs = await cpuMsOf(async () => {
    void auditor.follow();
    while (auditor.state.block < ledger.height - 1) await sleep(5);
  });
  delay.disable();
  const auditMs = performance.now() - startedAt;
  await auditor.stop();
  return {
    events,
    decodeCpuMs,
    indexCpuMs,
    auditCpuMs,
    auditMs,
    delayP99Ms: delay.percentile(99) / 1e6,
    residentMiB: process.memoryUsage.rss() / 1024 / 1024,
  };
}

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-audit-'));
const store = await openStore(`sqlite:${path.join(folder, 'store.sqlite')}`);
try {
  console.log(JSON.stringify(await measureAudit(store, Number(process.argv[2] ?? 100))));
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}
