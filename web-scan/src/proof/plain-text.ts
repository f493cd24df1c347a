import type { Html } from '../views/html.ts';

const entities: { readonly [entity: string]: string } = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** What a reader sees of markup of ours: the text as `oneLine` has it. */
export const plainText = ({ text }: Html): string =>
  oneLine(
    text.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity),
  );

/** Text with every run of white space as one space, none at its ends. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
