import type { ShownCode } from './judge-code.ts';

/** What was scanned is in the address; the page must speak of the same. */
export function readCode(document: Document): ShownCode | undefined {
  const asked = serialOf(document.location.pathname);
  const stated = document.getElementById('proof')?.dataset.serial ?? '';
  if (asked === undefined && stated === '') return undefined;
  return {
    serial: asked ?? stated,
    shownSerials: [stated, textOf(document.querySelector('#code code'))],
    sentences: [...document.querySelectorAll('#code > p')].map(textOf),
  };
}

/** `/01/{gtin}/10/{lot}/21/{serial}` → serial. */
const serialOf = (pathname: string): string | undefined => {
  const [, serial] = /^\/01\/[^/]+\/10\/[^/]+\/21\/([^/]+)$/.exec(pathname) ?? [];
  return serial === undefined ? undefined : decodeURIComponent(serial);
};

const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
