import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CodeShelf } from '../../../gateway/src/codes/code-shelf.ts';
import { ShelfDesk } from '../../../gateway/src/codes/item-desk.ts';
import { readSerials } from '../../../gateway/src/codes/read-serials.ts';
import { alphabet, CheckKey } from '../../../gateway/src/codes/serial.ts';
import { writeSet } from '../../../gateway/src/codes/write-set.ts';
import { openFonts } from '../../../gateway/src/labels/fonts.ts';
import { printLabels } from '../../../gateway/src/labels/print-labels.ts';

/** What a run prints, as JSON. */
export interface ItemCodesRun {
  readonly ms: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly residentMiB: number;
  readonly fileMiB: number;
  readonly lookups: number;
  readonly hits: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-item-codes-'));
const key = new CheckKey(randomBytes(32));
const file = path.join(folder, 'set.codes');
const issued = { lot: '09521500000198/D02', party: '91150000MA0N12345H', set: 1 };

/** A set with its root, drawn and written. */
async function measureSet(count: number): Promise<Partial<ItemCodesRun>> {
  await writeSet(file, { count, key });
  return { fileMiB: statSync(file).size / 2 ** 20 };
}

/** Labels of pieces on A4 sheets of 24, into a file, fonts opened anew. */
async function measureLabels(count: number): Promise<Partial<ItemCodesRun>> {
  const out = path.join(folder, 'labels.pdf');
  const handle = await open(out, 'wx');
  const names = { zh: '\u5174\u5b89\u5927\u7c73' };
  await printLabels({
    subject: { gtin: '09521500000198', lot: 'D02', names, bestBefore: '2027-09-01' },
    serials: readSerials(file, [0, count - 1]),
    format: 'pdf',
    paper: { kind: 'sheet', columns: 3, rows: 8 },
    dotsPerMm: 12,
    fonts: await openFonts(),
    publicUrl: 'https://mengsu.example',
    write: async (bytes) => void (await handle.write(bytes)),
  });
  await handle.close();
  return { fileMiB: statSync(out).size / 2 ** 20 };
}

/** So many random serials, asked of a desk that has a set of 100,000. */
async function measureGuesses(count: number): Promise<Partial<ItemCodesRun>> {
  const shelf = new CodeShelf(path.join(folder, 'shelf'));
  const draft = await shelf.makeDraft();
  const set = { ...issued, ...(await writeSet(draft, { count: 100_000, key })) };
  await shelf.take(draft, set, key);
  const desk = new ShelfDesk({
    openKey: async () => key,
    shelf,
    readSets: async () => ({ sets: [{ ...set, issued: '', ranges: [] }] }),
    scans: {
      summary: async () => ({ times: 0, places: 0, isFull: false, isTooMany: false }),
      saw: () => undefined,
    },
  });
  const name = { gtin: '09521500000198', lot: 'D02' };
  let hits = 0;
  for (let done = 0; done < count; done++) {
    const guess = Array.from(randomBytes(20), (byte) => alphabet[byte & 31]).join('');
    if ((await desk.find(name, guess)).status === 'found') hits += 1;
  }
  return { lookups: desk.lookups, hits };
}

const [kind = '', text = ''] = process.argv.slice(2);
const count = Number(text);
const measures = { set: measureSet, labels: measureLabels, guesses: measureGuesses };
try {
  const measure = measures[kind as keyof typeof measures];
  if (kind === 'labels') await writeSet(file, { count, key });
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const run = await measure(count);
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = (user + system) / 1000;
  const residentMiB = process.resourceUsage().maxRSS / 1024;
  console.log(
    JSON.stringify({
      ms,
      cpuMs,
      residentMiB,
      fileMiB: 0,
      lookups: 0,
      hits: 0,
      ...run,
    } satisfies ItemCodesRun),
  );
} finally {
  rmSync(folder, { recursive: true });
}
