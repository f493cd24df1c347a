import type { Language } from '../words/index.ts';
import { oneLine } from './plain-text.ts';
import { readCode } from './read-code.ts';
import type { ShownAmount, ShownFact, ShownNote, ShownPage, ShownStep, ShownTime } from './shown-page.ts';

const recordPath = '/api/events/';

/** What the lot's page says, read from its elements (views/way.ts, views/first-screen.ts, views/papers.ts, views/marks.ts). */
export function readPage(document: Document, lot: string): ShownPage {
  const best = document.querySelector<HTMLTimeElement>('time.best');
  const parts = [...document.querySelectorAll('.parts > div')];
  return {
    lot,
    language: languageOf(document.documentElement.lang),
    heading: textOf(document.querySelector('h1')),
    owner: textOf(document.querySelector('.title p')),
    steps: rowsOf(document).map(readStep),
    notes: notesOf(document),
    isTruncated: document.querySelector('#way .note') !== null,
    alarm: textOf(document.querySelector('.stop h2')),
    warning: textOf(document.querySelector('.say.warn')),
    marks: [...document.querySelectorAll('.marks li')].map(textOf),
    bestBefore: best ? readTime(best) : undefined,
    facts: factRowsOf(document).flatMap(factsIn),
    parts: parts.flatMap((part) =>
      amountsIn(part).map((amount) => ({ label: textOf(part.querySelector('dt')), ...amount })),
    ),
    claims: claimsOf(document),
    code: readCode(document),
  };
}

/** The rows of the way, in their order on the page. */
export const rowsOf = (document: Document): Element[] => [...document.querySelectorAll('[data-event]')];

/** The lines of the list of product, maker and dates. */
export const factRowsOf = (document: Document): Element[] => [
  ...document.querySelectorAll('dl.facts:not(.papers) > div'),
];

export const languageOf = (tag: string): Language => {
  if (tag.startsWith('en')) return 'en';
  return tag.startsWith('mn') ? 'mn-Mong' : 'zh';
};

function readStep(row: Element): ShownStep {
  const summary = row.querySelector('summary');
  const links = [...row.querySelectorAll<HTMLAnchorElement>('a[href^="/01/"]')];
  return {
    eventId: row.getAttribute('data-event') ?? '',
    title: textOf(summary?.querySelector(':scope > b')),
    who: textOf(summary?.querySelector(':scope > .who')),
    goods: goodsIn(summary?.querySelector(':scope > .what')),
    tags: tagsIn(summary),
    breaches: summary?.querySelectorAll(':scope > .breach').length ?? 0,
    loose: textWithout(
      summary,
      ':scope > b, :scope > .when, :scope > .who, :scope > .what, :scope > .tag, :scope > .breach',
    ),
    plain: plainIn(row),
    times: timesIn(row),
    amounts: amountsIn(row),
    lots: links.map((link) => ({ lot: lotOf(link.pathname), text: textOf(link) })),
    facts: factsIn(row.querySelector('details > dl')),
  };
}

/** Lines of papers and marks that name a record. */
function notesOf(document: Document): ShownNote[] {
  const links = document.querySelectorAll<HTMLAnchorElement>(
    `.papers a[href^="${recordPath}"], .marks a[href^="${recordPath}"]`,
  );
  return [...links].map((link) => {
    const line = link.closest('p, li') ?? link;
    return {
      eventId: link.getAttribute('href')?.slice(recordPath.length) ?? '',
      isPaper: link.closest('.papers') !== null,
      title: textOf(link),
      times: timesIn(line),
      amounts: amountsIn(line),
      tags: tagsIn(line),
    };
  });
}

const claimsOf = (document: Document): string[] =>
  [...document.querySelectorAll('.papers p')]
    .filter((line) => line.querySelector('a[href^="/api/certificates/"]') !== null)
    .map((line) => textOf(line.querySelector(':scope > b, :scope > s')));

const tagsIn = (element: Element | null | undefined): string[] =>
  [...(element?.querySelectorAll('em.tag') ?? [])].map(textOf);

const timesIn = (element: Element): ShownTime[] => [...element.querySelectorAll('time')].map(readTime);

const readTime = (time: HTMLTimeElement): ShownTime => ({ instant: time.dateTime, text: textOf(time) });

const amountsIn = (element: Element): ShownAmount[] =>
  [...element.querySelectorAll('.n')].map((amount) => ({
    exact: amount.getAttribute('title') ?? '',
    text: textOf(amount),
  }));

/** Terms with what stands under them; of several under one term, each. */
function factsIn(list: Element | null): ShownFact[] {
  let label = '';
  return [...(list?.children ?? [])].flatMap((child) => {
    if (child.tagName === 'DT') label = textOf(child);
    return child.tagName === 'DD' ? [{ label, text: textOf(child) }] : [];
  });
}

/** An amount, or an arrow, ends a name. */
function goodsIn(what: Element | null | undefined): string[] {
  if (!what) return [];
  const copy = what.cloneNode(true) as Element;
  for (const end of copy.querySelectorAll('.n, .to')) end.replaceWith('\n');
  return (copy.textContent ?? '')
    .split('\n')
    .map(oneLine)
    .filter((name) => name !== '');
}

function textWithout(element: Element | null, selector: string): string {
  const copy = element?.cloneNode(true) as Element | undefined;
  for (const known of copy?.querySelectorAll(selector) ?? []) known.remove();
  return textOf(copy);
}

function plainIn(row: Element): string[] {
  const copy = row.cloneNode(true) as Element;
  for (const known of copy.querySelectorAll('.n, time, a, code, dt, .breach')) known.remove();
  const walker = row.ownerDocument.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode()) pieces.push(oneLine(walker.currentNode.textContent ?? ''));
  return pieces.filter((piece) => piece !== '');
}

/** `/01/{gtin}/10/{lot}` → `gtin/lot`; the path itself where it is another. */
function lotOf(pathname: string): string {
  const [, gtin, lot] = /^\/01\/(\d{14})\/10\/([^/]+)$/.exec(pathname) ?? [];
  return gtin === undefined || lot === undefined ? pathname : `${gtin}/${decodeURIComponent(lot)}`;
}

const textOf = (element: Element | null | undefined): string => oneLine(element?.textContent ?? '');
