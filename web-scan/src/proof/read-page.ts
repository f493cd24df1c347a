import type { Language } from '../words/index.ts';
import type { ShownPage, ShownStep } from './judge-page.ts';
import { readCode } from './read-code.ts';

/** What the lot's page says, read from its elements (views/way.ts, views/first-screen.ts). */
export function readPage(document: Document, lot: string): ShownPage {
  const way = document.querySelector('#way');
  const best = document.querySelector('time.best');
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/api/events/"]')];
  return {
    lot,
    language: languageOf(document.documentElement.lang),
    steps: [...document.querySelectorAll('[data-event]')].map(readStep),
    records: new Set(links.map((link) => link.getAttribute('href')?.slice('/api/events/'.length) ?? '')),
    isTruncated: way?.querySelector('.note') !== null,
    saysRecalled: document.querySelector('.stop') !== null,
    saysHeld: document.querySelector('.marks li') !== null,
    bestBefore: best?.getAttribute('datetime') ?? undefined,
    heading: textOf(document.querySelector('h1')),
    code: readCode(document),
  };
}

export const languageOf = (tag: string): Language => {
  if (tag.startsWith('en')) return 'en';
  return tag.startsWith('mn') ? 'mn-Mong' : 'zh';
};

function readStep(row: Element): ShownStep {
  const own = <E extends Element>(selector: string): E[] =>
    [...row.querySelectorAll<E>(selector)].filter((element) => element.closest('[data-other]') === null);
  return {
    eventId: row.getAttribute('data-event') ?? '',
    title: textOf(row.querySelector('summary > b')),
    who: textOf(row.querySelector('summary > .who')),
    times: own<HTMLTimeElement>('time').map((time) => ({ instant: time.dateTime, text: textOf(time) })),
    amounts: own('.n').map((amount) => ({ exact: amount.getAttribute('title') ?? '', text: textOf(amount) })),
    lots: own<HTMLAnchorElement>('a[href^="/01/"]').flatMap((link) => lotOf(link.pathname)),
  };
}

/** `/01/{gtin}/10/{lot}` → `gtin/lot`. */
function lotOf(pathname: string): string[] {
  const [, gtin, lot] = /^\/01\/(\d{14})\/10\/([^/]+)$/.exec(pathname) ?? [];
  return gtin === undefined || lot === undefined ? [] : [`${gtin}/${decodeURIComponent(lot)}`];
}

const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
