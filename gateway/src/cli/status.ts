import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { ReadinessSchema } from '../http/schemas.ts';

const AnnouncedSchema = z.object({ url: z.url() });
const answerTimeoutMs = 5_000;

/** What the running gateway of this data folder says of itself, in lines; `ready` is the exit status. */
export async function status(config: Config): Promise<{ ready: boolean; lines: readonly string[] }> {
  const url = announcedUrl(config);
  if (url === undefined) return { ready: false, lines: ['no gateway runs on this data folder'] };
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(answerTimeoutMs) });
  const readiness = ReadinessSchema.parse(await response.json());
  return {
    ready: readiness.ready,
    lines: [
      `${url}: ${readiness.ready ? 'ready' : 'not ready'}`,
      `ground: ${readiness.ground.says}`,
      `index: block ${readiness.index.block}, ${readiness.index.status}; ledger: ${readiness.ledgerHeight ?? 'unknown'} blocks`,
      ...readiness.reasons.map(({ part, reason }) => `${part}: ${reason}`),
    ],
  };
}

/** Where the gateway of this data folder listens; undefined where none runs. */
export function announcedUrl(config: Config): string | undefined {
  try {
    return AnnouncedSchema.parse(JSON.parse(readFileSync(join(config.dataFolder, 'gateway.json'), 'utf8')))
      .url;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
