import { catalogues, type Language, type Warning } from '../words/index.ts';
import { proofWordsFor } from './proof-words.ts';

/** A recall must reach an open page within 5 s: a question every 4 s leaves one for the ledger, the index and the answer. */
const watchTimes = { everyMs: 4_000, forMs: 600_000, answerMs: 10_000 } as const;

/** What turns an open page: what came meanwhile and cannot wait until somebody looks again. */
const urgent: readonly Warning[] = ['recalled', 'recalledEarlier', 'held', 'heldEarlier'];

export interface Watched {
  /** `GTIN/lot number`. */
  readonly lot: string;
  /** What the page warns of already; '' for nothing. */
  readonly warning: string;
  readonly language: Language;
}

/**
 * Asks, while the page is looked at and for ten minutes from when it was looked at last, whether its lot was recalled or held meanwhile. The page says
 * so at once, and is loaded anew.
 */
export function watchPage(watched: Watched): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let etag: string | undefined;
  let untilMs = 0;
  const ask = async (): Promise<void> => {
    const news = await askHead(watched.lot, etag);
    etag = news?.etag ?? etag;
    const warning = urgent.find((one) => one === news?.warning);
    if (warning !== undefined && warning !== watched.warning) return turn(watched, warning);
    if (document.visibilityState === 'visible' && Date.now() < untilMs)
      timer = setTimeout(ask, watchTimes.everyMs);
  };
  const begin = (): void => {
    clearTimeout(timer);
    if (document.visibilityState !== 'visible') return;
    untilMs = Date.now() + watchTimes.forMs;
    timer = setTimeout(ask, etag === undefined ? watchTimes.everyMs : 0);
  };
  document.addEventListener('visibilitychange', begin);
  begin();
}

interface News {
  readonly etag: string | undefined;
  readonly warning: string | undefined;
}

/** Undefined where nothing is new, or nobody answers. */
async function askHead(lot: string, etag: string | undefined): Promise<News | undefined> {
  const address = `/01/${lot.slice(0, 14)}/10/${encodeURIComponent(lot.slice(15))}`;
  try {
    const answer = await fetch(address, {
      method: 'HEAD',
      cache: 'no-store',
      headers: { Accept: 'text/html', ...(etag !== undefined && { 'If-None-Match': etag }) },
      signal: AbortSignal.timeout(watchTimes.answerMs),
    });
    if (answer.status !== 200) return undefined;
    const { headers } = answer;
    return { etag: headers.get('etag') ?? undefined, warning: headers.get('mengsu-warning') ?? undefined };
  } catch {
    // No net, or too slow a one: asked again.
    return undefined;
  }
}

/** Says it before everything else. Loaded anew once for one state, so that no page goes round in a circle. */
function turn({ lot, language }: Watched, warning: Warning): void {
  const stop = document.createElement('aside');
  stop.className = 'stop';
  stop.setAttribute('role', 'alert');
  const title = document.createElement('h2');
  title.textContent = `${proofWordsFor(document.documentElement.lang).changed}${catalogues[language].warnings[warning]}`;
  stop.append(title);
  document.body.prepend(stop);
  globalThis.scrollTo(0, 0);
  if (isFirstTime(`mengsu/turned/${lot}`, warning)) document.location.reload();
}

/** Whether this tab hears a word for the first time since another one; false where it cannot remember. */
function isFirstTime(name: string, word: string): boolean {
  try {
    if (globalThis.sessionStorage.getItem(name) === word) return false;
    globalThis.sessionStorage.setItem(name, word);
    return true;
  } catch {
    // Private windows and full stores throw whatever they like.
    return false;
  }
}
