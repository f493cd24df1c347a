import type { Alteration } from './lying-gateway.ts';
import { onPage } from './lying-gateway.ts';

/** A lie, as its test tells it and as its row of docs/lies.md says it. */
export interface Lie {
  /** What the gateway does. */
  readonly lie: string;
  /** The lot whose page is read. */
  readonly lot: string;
  readonly alteration: Alteration;
  /** The check does not even begin. */
  readonly isSilent?: true;
}

const row = /<li id="s\d+" data-event="[\w-]+"[\s\S]*?<\/details><\/li>/g;

/** Rows of the way, as text. */
const rowsIn = (html: string): string[] => html.match(row) ?? [];

export const lastRowIn = (html: string): string => rowsIn(html).at(-1) ?? '';

/** Alters the first row that has `mark`. */
const inRow =
  (mark: string, alter: (row: string) => string): Alteration =>
  (answer, address) =>
    onPage((html) => {
      const found = rowsIn(html).find((one) => one.includes(mark));
      if (found === undefined) throw new Error(`no row has ${mark}`);
      return html.replace(found, alter(found));
    })(answer, address);

const drop = (...marks: readonly string[]): Alteration =>
  onPage((html) =>
    rowsIn(html)
      .filter((one) => marks.some((mark) => one.includes(mark)))
      .reduce((rest, one) => rest.replace(one, ''), html),
  );

const amount = /<span class="n" title="[^"]*">[^<]*<\/span>/;
const day = /<time datetime="[^"]*">[^<]*<\/time>/;
const other = { day: '1 Jan 2026', instant: '2026-01-01T02:00:00.000Z' };
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const noNote =
  '<p class="note">There are too many records; only a part of them is listed here.</p><ol class="way">';

const tellings: readonly (readonly [lie: string, alteration: Alteration])[] = [
  ['an amount in words only', inRow('<b>', (one) => one.replace(/(<span class="n"[^>]*>)[^<]*/, '$1999 kg'))],
  [
    'an amount for machines only',
    inRow('<b>', (one) => one.replace(/(<span class="n" title=")[^"]*/, '$1999000 g')),
  ],
  [
    'an amount in both',
    inRow('<b>', (one) => one.replace(amount, '<span class="n" title="999000 g">999 kg</span>')),
  ],
  ['an amount in no element of its own', inRow('<b>', (one) => one.replace(amount, '999 kg'))],
  ['a day in words only', inRow('<b>', (one) => one.replace(/(<time [^>]*>)[^<]*/, `$1${other.day}`))],
  [
    'a day in both',
    inRow('<b>', (one) => one.replace(day, `<time datetime="${other.instant}">${other.day}</time>`)),
  ],
  ['a day in no element of its own', inRow('<b>', (one) => one.replace(day, other.day))],
  ['another party', inRow('<b>', (one) => one.replace(/(<span class="who">)[^·<]*/, '$1Somebody Else '))],
  [
    'a party beside the right one',
    inRow('<b>', (one) => one.replace('<span class="who">', '<span class="who">Somebody Else · ')),
  ],
  [
    'another place',
    inRow('<b>', (one) => one.replace(/(<span class="who">[^·]*· )[^·]*/, '$1Elsewhere Banner ')),
  ],
  ['another act', inRow('<b>', (one) => one.replace(/<b>[^<]*/, '<b>Dried'))],
  [
    'another product in a row',
    inRow('<b>', (one) => one.replace(/(<span class="what">)[^<]*/, '$1Wild mushrooms ')),
  ],
  [
    'a sentence of its own in a row',
    inRow('<b>', (one) =>
      one.replace('<span class="what">', '<span>Tested and found pure</span><span class="what">'),
    ),
  ],
  [
    'another lot in a row',
    inRow('/10/', (one) => one.replace(/(\/10\/)[^?]*(\?lang=en">)[^<]*/, '$1X1$2X1')),
  ],
  [
    'another name of the product',
    onPage((html) => html.replace(/<h1>[\s\S]*?<\/h1>/, '<h1>Wild mushrooms</h1>')),
  ],
  ['words beside the name of the product', onPage((html) => html.replace('</h1>', ' (organic)</h1>'))],
  [
    'another owner of the brand',
    onPage((html) => html.replace(/(<div class="title"><h1>.*?<\/h1><p>).*?<\/p>/, '$1Somebody Else</p>')),
  ],
  ['another maker', onPage((html) => html.replace(/(<dt>Maker<\/dt><dd>)[^<]*/, '$1Somebody Else'))],
  [
    'another origin',
    onPage((html) => html.replace(/(<dt>Raw material from<\/dt><dd>)[^<]*/, '$1Alxa Left Banner')),
  ],
  [
    'a later best-before day in words',
    onPage((html) => html.replace(/(<time class="best"[^>]*>)[^<]*/, '$11 Jan 2031')),
  ],
  [
    'a later best-before day in both',
    onPage((html) =>
      html.replace(/<time class="best"[^>]*>[^<]*/, '<time class="best" datetime="2031-01-01">1 Jan 2031'),
    ),
  ],
  [
    'more made than was',
    onPage((html) =>
      html.replace(
        /(<div class="created">.*?)<span class="n".*?<\/span>/,
        '$1<span class="n" title="999000 g">999 kg</span>',
      ),
    ),
  ],
  [
    'less sold than was',
    onPage((html) =>
      html.replace(
        /(<div class="sold">.*?)<span class="n".*?<\/span>/,
        '$1<span class="n" title="1 pieces">1 piece</span>',
      ),
    ),
  ],
  [
    'a mark that it lost or never had',
    onPage((html) =>
      html.replace(
        /(<dl class="facts papers"><div><dt>[^<]*<\/dt><dd>)/,
        '$1<p><b>Organic product</b> <a href="/api/certificates/X/1">1</a></p>',
      ),
    ),
  ],
  ['a row left out', onPage((html) => html.replace(lastRowIn(html), ''))],
  [
    'a row left out, and that the page is too long',
    onPage((html) => html.replace(lastRowIn(html), '').replace('<ol class="way">', noNote)),
  ],
  [
    'one record twice, the second time with other words',
    onPage((html) => {
      const last = lastRowIn(html);
      return html.replace(last, `${last.replace(/<b>[^<]*/, '<b>Dried')}${last}`);
    }),
  ],
  [
    'a record that there is not, from last year',
    inRow('<b>', (one) => `${one}${invented(one, '2025-01-01T02:00:00.000Z', '1 Jan 2025')}`),
  ],
  [
    'a record that there is not, from this minute',
    inRow('<b>', (one) => {
      const now = new Date().toISOString();
      const day = new Date(Date.parse(now) + 8 * 3_600_000);
      const words = `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
      return `${one}${invented(one, now, words)}`;
    }),
  ],
  [
    'a row under the name of a record that tells of no lot',
    inRow('<b>', (one) => one.replace(/data-event="[^"]*"/, 'data-event="{device}"')),
  ],
];

/** The same row under a name that nobody signed. */
const invented = (one: string, instant: string, text: string): string =>
  one
    .replace(/data-event="[^"]*"/, `data-event="${'A'.repeat(43)}"`)
    .replaceAll(/<time datetime="[^"]*">[^<]*/g, `<time datetime="${instant}">${text} 10:00`);

/** On the page of a lot that nothing is wrong with. `device`: the id of a record that enrols a key. */
export const pageLies = (lot: string, device: string): Lie[] =>
  tellings.map(([lie, alteration]) => ({
    lie,
    lot,
    alteration: (answer, address) => {
      const said = alteration(answer, address);
      return said === 'hang' ? said : { ...said, text: said.text.replace('{device}', device) };
    },
  }));

/** On the pages of what went wrong. */
export const stateLies = (lots: {
  readonly failed: string;
  readonly recalled: string;
  readonly held: string;
  readonly undone: string;
  readonly overQuota: string;
}): Lie[] => [
  {
    lie: 'no failed test',
    lot: lots.failed,
    alteration: both(drop('<b>Tested by a laboratory</b>'), dropPapers),
  },
  {
    lie: 'a failed test as passed, among the papers',
    lot: lots.failed,
    alteration: onPage((html) =>
      html.replace('<em class="tag bad">failed</em>', '<em class="tag late">passed</em>'),
    ),
  },
  {
    lie: 'a failed test as passed, in its row',
    lot: lots.failed,
    alteration: onPage((html) => html.replace(/(<dt>Verdict<\/dt><dd>)[^<]*/, '$1passed')),
  },
  { lie: 'no recall', lot: lots.recalled, alteration: both(drop('<b>Recalled</b>'), noAlarm) },
  { lie: 'no hold', lot: lots.held, alteration: both(drop('<b>Put on hold</b>'), noAlarm) },
  {
    lie: 'nothing of a correction in its row',
    lot: lots.undone,
    alteration: inRow('<b>', (one) =>
      one.replace(/ <em class="tag bad">.*?<\/em>/, '').replace(/<dt>Corrected<\/dt><dd>.*?<\/dd>/, ''),
    ),
  },
  {
    lie: 'nothing of the lot having been undone',
    lot: lots.undone,
    alteration: onPage((html) => html.replace(/<p class="say warn">.*?<\/p>/, '<p class="say">On sale.</p>')),
  },
  {
    lie: 'nothing of a rule that was not kept',
    lot: lots.overQuota,
    alteration: inRow('<b>', (one) => one.replaceAll(/<span class="breach">.*?<\/span>/g, '')),
  },
];

const both =
  (one: Alteration, then: Alteration): Alteration =>
  (answer, address) => {
    const said = one(answer, address);
    return said === 'hang' ? said : then(said, address);
  };

const dropPapers = onPage((html) =>
  html.replace(/<dl class="facts papers">[\s\S]*?<\/section>/, '</section>'),
);
const noAlarm = onPage((html) =>
  html
    .replace(/<aside class="stop"[\s\S]*?<\/aside>/, '')
    .replace(/<p class="say warn">.*?<\/p>/, '<p class="say">On sale.</p>')
    .replace(/<ul class="marks">.*?<\/ul>/, ''),
);
