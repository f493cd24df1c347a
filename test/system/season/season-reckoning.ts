import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Amount } from '@mengsu/chaincode/model';
import { untilQuiet } from '../index-digest.ts';
import { getJson, type RunningSystem } from '../running-system.ts';

const auditTimeoutMs = 60_000;
const auditPauseMs = 200;

/** Opens the gateway's own store for reading. */
function openStore({ places }: RunningSystem): DatabaseSync {
  return new DatabaseSync(path.join(places.gateway, 'mengsu.sqlite'), { readOnly: true });
}

function readStore<Row>(system: RunningSystem, sql: string): Row[] {
  const database = openStore(system);
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}

/** Lots of the index whose accounts do not add up: to 0 with the contra accounts, and to what was created without them. */
export const unbalancedLots = (system: RunningSystem): string[] =>
  readStore<{ readonly lot: string }>(
    system,
    `SELECT lot FROM balances GROUP BY lot
     HAVING sum(count) <> 0 OR sum(mass_g) <> 0 OR sum(volume_ml) <> 0`,
  ).map(({ lot }) => lot);

/** Lots of the index, and what all accounts but `made` hold of them: what was created, or nothing where the making was reversed. */
export const indexedLots = (system: RunningSystem): Map<string, Amount> =>
  new Map(
    readStore<{ readonly id: string; readonly count: number; readonly mass_g: number }>(
      system,
      `SELECT lots.id, total(balances.count) AS count, total(mass_g) AS mass_g FROM lots
       LEFT JOIN balances ON balances.lot = lots.id AND account <> 'made' GROUP BY lots.id`,
    ).map(({ id, count, mass_g }) => [id, { count, massG: mass_g }]),
  );

/** The world state that the audit has made by executing the law itself. */
export const auditedState = (system: RunningSystem): Map<string, string> =>
  new Map(
    readStore<{ readonly key: string; readonly value: Uint8Array }>(
      system,
      'SELECT key, value FROM law_state ORDER BY key',
    ).map(({ key, value }) => [key, Buffer.from(value).toString()]),
  );

async function metric(system: RunningSystem, name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', system.url))).text();
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`/metrics has no ${name}`);
  return Number(value);
}

/** Resolves when index and audit have the last block. Throws where the audit takes over a minute. */
export async function untilAudited(system: RunningSystem): Promise<void> {
  await untilQuiet(system);
  const until = Date.now() + auditTimeoutMs;
  for (;;) {
    const lagBlocks = await metric(system, 'mengsu_audit_lag_blocks');
    if (lagBlocks === 0) return;
    if (Date.now() > until) throw new Error(`the audit is ${lagBlocks} blocks behind`);
    await pause(auditPauseMs);
  }
}

/** What the audit does not agree with. */
export async function alarmsOf(system: RunningSystem): Promise<unknown[]> {
  const { alarms } = await getJson<{ readonly alarms: unknown[] }>(system, '/api/alarms');
  const counted = await metric(system, 'mengsu_law_alarms');
  if (counted !== alarms.length) throw new Error(`${alarms.length} alarms are told, ${counted} are counted`);
  return alarms;
}
