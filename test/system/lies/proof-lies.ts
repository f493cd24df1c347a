import type { Alteration } from './lying-gateway.ts';
import { isBundle, onBundle, onPage } from './lying-gateway.ts';
import { type Lie, lastRowIn } from './page-lies.ts';

/** A bundle as far as lies need it. */
interface Bundle {
  checkpoint: string;
  events: { payload: string; ordinal: number }[];
  subjects: { kind: string; id: string; of?: number[]; state: { recalls?: string[] } }[];
}

const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, member]) => [name, canonical(member)]),
        )
      : value;

const inBundle = (alter: (bundle: Bundle) => void): Alteration =>
  onBundle((text) => {
    const bundle = JSON.parse(text) as Bundle;
    alter(bundle);
    return JSON.stringify(canonical(bundle));
  });

/** Answers one address with another text or status. */
export const says =
  (
    isAsked: (address: string) => boolean,
    answer: { readonly status?: number; readonly text: string },
  ): Alteration =>
  (honest, address) =>
    isAsked(address) ? { ...honest, status: answer.status ?? 200, text: answer.text } : honest;

const dropEvent = (bundle: Bundle, at: number): void => {
  bundle.events.splice(at, 1);
  for (const subject of bundle.subjects)
    subject.of &&= subject.of
      .filter((place) => place !== at)
      .map((place) => (place > at ? place - 1 : place));
};

/** Signature lines but for `count` of them. */
const withSignatures = (note: string, count: number): string => {
  const [text = '', lines = ''] = note.split('\n\n');
  return `${text}\n\n${lines.split('\n').slice(0, count).join('\n')}\n`;
};

const status =
  (isAsked: (address: string) => boolean, code: number): Alteration =>
  (answer, address) =>
    isAsked(address) ? { ...answer, status: code, type: 'text/plain', text: 'no' } : answer;

/** About what proves the page of an honest lot, and of a recalled one. `otherBundle` is that of another lot. */
export const proofLies = ({
  lot,
  recalled,
  otherBundle,
  otherPage,
}: {
  readonly lot: string;
  readonly recalled: string;
  readonly otherBundle: string;
  readonly otherPage: string;
}): Lie[] => [
  {
    lie: 'a row of another lot’s page',
    lot,
    alteration: onPage((html) => html.replace('</ol>', `${lastRowIn(otherPage)}</ol>`)),
  },
  {
    lie: 'pins that name one organisation for another',
    lot,
    alteration: (answer, address) =>
      address === '/api/pins'
        ? { ...answer, text: answer.text.replace('BrandMSP', 'A').replace('TradeMSP', 'BrandMSP') }
        : answer,
  },
  { lie: 'the proof of another lot', lot, alteration: says(isBundle, { text: otherBundle }) },
  {
    lie: 'a proof with an event altered',
    lot,
    alteration: inBundle(({ events }) => {
      const last = events.at(-1);
      if (last) last.payload = last.payload.replace(/"sequence":\d+/, '"sequence":99');
    }),
  },
  {
    lie: 'a proof with an event left out',
    lot,
    alteration: inBundle((bundle) => dropEvent(bundle, bundle.events.length - 1)),
  },
  {
    lie: 'a proof with an event twice',
    lot,
    alteration: inBundle(({ events }) => {
      const last = events.at(-1);
      if (last) events.push({ ...last, ordinal: last.ordinal + 1 });
    }),
  },
  {
    lie: 'a proof of which the recall was cut',
    lot: recalled,
    alteration: inBundle(({ subjects }) => {
      for (const { state } of subjects) if (state.recalls) state.recalls = [];
    }),
  },
  {
    lie: 'a checkpoint that two of four organisations signed',
    lot,
    alteration: inBundle((bundle) => {
      bundle.checkpoint = withSignatures(bundle.checkpoint, 2);
    }),
  },
  {
    lie: 'a checkpoint of a later time',
    lot,
    alteration: inBundle((bundle) => {
      bundle.checkpoint = bundle.checkpoint.replace(/time 20\d\d/, 'time 2019');
    }),
  },
  { lie: 'half of the proof', lot, alteration: onBundle((text) => text.slice(0, text.length / 2)) },
  {
    lie: 'half of the pins',
    lot,
    alteration: (answer, address) =>
      address === '/api/pins' ? { ...answer, text: answer.text.slice(0, 40) } : answer,
  },
  { lie: 'that there is no proof', lot, alteration: status(isBundle, 404) },
  { lie: 'that there are no pins', lot, alteration: status((address) => address === '/api/pins', 404) },
  { lie: 'that its proofs are broken', lot, alteration: status(isBundle, 500) },
  {
    lie: 'nothing when it is asked for the script',
    isSilent: true,
    lot,
    alteration: (answer, address) =>
      address.startsWith('/assets/page-proof') ? { ...answer, status: 404, text: '' } : answer,
  },
  {
    lie: 'another text than the script that the page names',
    isSilent: true,
    lot,
    alteration: (answer, address) =>
      address.startsWith('/assets/page-proof') ? { ...answer, text: `${answer.text}\n` } : answer,
  },
  {
    lie: 'that a page is about the lot of another, with that one’s proof',
    lot,
    alteration: onPage((html) => html.replace(/data-lot="[^"]*"/, 'data-lot="09521500000143/P0906"')),
  },
];

/** A reader waits 20 s for it. */
export const hangingLie = (lot: string): Lie => ({
  lie: 'nothing when it is asked for a proof',
  lot,
  alteration: (answer, address) => (isBundle(address) ? 'hang' : answer),
});
