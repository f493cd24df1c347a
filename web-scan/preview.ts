import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { examples } from './src/views/examples/index.ts';
import {
  languages,
  renderBadCode,
  renderError,
  renderLotPage,
  renderUnknownLot,
  renderUnreadableCode,
} from './src/views/index.ts';

/** Writes every page to a folder, to be looked at: `node web-scan/preview.ts folder`. */
const folder = process.argv[2];
if (folder === undefined) throw new TypeError('usage: node web-scan/preview.ts folder');
await mkdir(folder, { recursive: true });
for (const language of languages) {
  const pages = {
    'unknown-lot': renderUnknownLot({ gtin: examples.lamb.gtin, lot: 'L-1' }, language),
    'bad-code': renderBadCode('9521500000012', language),
    unreadable: renderUnreadableCode(language),
    app: renderLotPage(examples.lamb, language, { icp: '蒙ICP备00000000号-1', inApp: true }),
    error: renderError('INDEX_BEHIND', language),
    'lamb-newest': renderLotPage(examples.lamb, language, { order: 'newest' }),
    ...Object.fromEntries(
      Object.entries(examples).map(([name, data]) => [name, renderLotPage(data, language)]),
    ),
  };
  for (const [name, page] of Object.entries(pages))
    await writeFile(join(folder, `${name}.${language}.html`), page);
}
