import { open } from 'node:fs/promises';
import * as z from 'zod';
import { CodeShelf } from '../codes/code-shelf.ts';
import { shelfFolderOf } from '../codes/make-items.ts';
import type { Config } from '../config.ts';
import { openFonts } from '../labels/fonts.ts';
import { LabelOrderSchema, lotNameOfId, type PreparedOrder, prepareOrder } from '../labels/label-order.ts';
import { printLabels } from '../labels/print-labels.ts';
import { openStore } from '../store/open-store.ts';
import { readCodeSets } from '../store/queries/item-codes.ts';
import { readLabelSubject } from '../store/queries/label-subject.ts';
import { type CodesOptions, parseOptions } from './codes.ts';
import { ProgressLine } from './progress.ts';
import { announcedUrl } from './status.ts';

const numbers = ['set', 'from', 'to', 'copies', 'dpi'] as const;
const OutSchema = z.object({ out: z.string().min(1) });

/** Draws labels into a file that must not be there yet, and answers how many. */
export async function drawLabels(
  config: Config,
  { out, ...options }: CodesOptions,
  output: NodeJS.WriteStream,
): Promise<number> {
  const { out: file } = parseOptions(OutSchema, { out });
  const order = parseOptions(LabelOrderSchema, withNumbers(options));
  const publicUrl = config.publicUrl ?? announcedUrl(config);
  if (publicUrl === undefined)
    throw new Error('set MENGSU_PUBLIC_URL: it is the address that the labels lead to');
  const [prepared, fonts] = [await prepare(config, order), await openFonts(config.labelFont)];
  const line = new ProgressLine(output);
  const handle = await open(file, 'wx', 0o600);
  try {
    const done = await printLabels({
      ...prepared,
      fonts,
      publicUrl,
      write: async (bytes) => void (await handle.write(bytes)),
      onProgress: (count) => line.show(count, prepared.total, `${count} labels`),
    });
    line.end(`${done} labels: ${file}`);
    return done;
  } finally {
    await handle.close();
  }
}

async function prepare(config: Config, order: z.infer<typeof LabelOrderSchema>): Promise<PreparedOrder> {
  const name = lotNameOfId(order.lot);
  const store = await openStore(config.databaseUrl);
  try {
    const subject = await store.read((db) => readLabelSubject(db, name));
    const sets = await store.read((db) => readCodeSets(db, name));
    return await prepareOrder(order, { subject, sets, shelf: new CodeShelf(shelfFolderOf(config)) });
  } finally {
    await store.close();
  }
}

/** Options are text; an order has numbers. What is none stays as it is, and the schema refuses it. */
function withNumbers(options: CodesOptions): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = { ...options };
  for (const name of numbers) {
    const text = options[name];
    if (text !== undefined && /^\d{1,8}$/.test(text)) given[name] = Number(text);
  }
  return given;
}
