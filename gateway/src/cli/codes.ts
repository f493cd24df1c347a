import { openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LotIdSchema, limits, PartyIdSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import { openCodeKey } from '../codes/code-key.ts';
import { CodeShelf, type IssuedSet } from '../codes/code-shelf.ts';
import { shelfFolderOf } from '../codes/make-items.ts';
import { writeSet } from '../codes/write-set.ts';
import type { Config } from '../config.ts';
import { ProgressLine } from './progress.ts';
import { announcedUrl } from './status.ts';

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,8}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
const SetSchema = z.object({ lot: LotIdSchema, set: whole(1, 99_999) });
const MakeSchema = SetSchema.extend({
  count: whole(1, limits.codesPerSetMax),
  out: z.string().min(1).optional(),
});
const PutSchema = SetSchema.extend({
  party: PartyIdSchema,
  file: z.string().min(1).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
});
export type CodesOptions = Readonly<Record<string, string | undefined>>;

/** Draws the codes of a lot into a file (default: in `MENGSU_DATA/made-codes`) and answers the root that `issueCodes` wants. */
export async function makeCodes(
  config: Config,
  options: CodesOptions,
  output: NodeJS.WriteStream,
): Promise<{ readonly file: string; readonly count: number; readonly root: string }> {
  const { lot, set, count, out } = parseOptions(MakeSchema, options);
  const folder = madeFolderOf(config);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = out ?? join(folder, nameOf(lot, set));
  const key = await openCodeKey(config.codeKeyFile);
  const line = new ProgressLine(output);
  const startedAt = performance.now();
  const made = await writeSet(file, {
    count,
    key,
    onProgress: (done) => line.show(done, count, `${done} codes`),
  });
  line.end(`${count} codes in ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${file}`);
  return { file, ...made };
}

const putTimeoutMs = 30 * 60_000;

/** Brings the file of an issued set to a gateway (default: the one that runs here). Answers what the gateway says; throws with its words where it refuses. */
export async function putCodes(config: Config, options: CodesOptions): Promise<string> {
  const { lot, set, party, file, url } = parseOptions(PutSchema, options);
  const base = url ?? announcedUrl(config);
  if (base === undefined) throw new Error('no gateway runs on this data folder: name one by --url');
  const body = await openAsBlob(file ?? join(madeFolderOf(config), nameOf(lot, set)));
  const address = `${base}/api/codes/${lot.slice(0, 14)}/${encodeURIComponent(lot.slice(15))}/${party}/${set}`;
  const response = await fetch(address, { method: 'PUT', body, signal: AbortSignal.timeout(putTimeoutMs) });
  const text = await response.text();
  if (response.ok) return text;
  throw new Error(`the gateway answered ${response.status}: ${detailOf(text)}`);
}

/** The sets that this gateway holds. */
export const listCodes = (config: Config): Promise<readonly IssuedSet[]> =>
  new CodeShelf(shelfFolderOf(config)).list();

/** Command line options by their schema; throws with one sentence. */
export function parseOptions<T>(schema: z.ZodType<T, unknown>, options: object): T {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`);
}

const madeFolderOf = ({ dataFolder }: Config): string => join(dataFolder, 'made-codes');

/** A lot number may hold what no file name may. */
const nameOf = (lot: string, set: number): string =>
  `${lot.replace(/[^A-Za-z0-9.-]/g, (letter) => `_${letter.charCodeAt(0).toString(16)}`)}-${set}.codes`;

const detailOf = (text: string): string => {
  const said = z.object({ code: z.string(), detail: z.string() }).safeParse(JSON.parse(text));
  return said.success ? `${said.data.code}: ${said.data.detail}` : 'nothing that is understood';
};
