/** Markup that is fit to be sent: made by `html`, never from foreign text. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** An address that may stand in `href`: made by `path` or `webAddress`, so it never runs anything and never leaves where it was meant to lead. */
export class Address {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole. Lists are joined; nothing is written for undefined and false. */
export type Hole = Html | Address | string | number | false | undefined | readonly Hole[];

type Place = 'text' | 'attribute' | 'address';

const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for element content and quoted attributes. Controls and marks that reorder text are shown as U+FFFD, because they can make a name read as another;
 * the marks that Mongolian script needs (U+180B–180F, U+202F, U+200D) stay.
 */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, (mark) =>
      mark === '\n' || mark === '\t' ? ' ' : '\ufffd',
    )
    .replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/**
 * A template whose holes are escaped. A hole may stand in element content or in a double-quoted attribute, and in `href` only as an Address.
 * Anywhere else (inside a tag, `style`, `script`, a comment, an event attribute) the template itself is refused with a TypeError.
 */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  const places = placesOf(strings);
  let text = strings[0] ?? '';
  for (const [index, hole] of holes.entries()) {
    text += writeHole(hole, places[index] ?? 'text') + (strings[index + 1] ?? '');
  }
  return new Html(text);
}

function writeHole(hole: Hole, place: Place): string {
  if (hole === undefined || hole === false) return '';
  if (hole instanceof Address) return escapeText(hole.text);
  if (place === 'address') throw new TypeError('only an address may stand in href');
  if (hole instanceof Html) {
    if (place !== 'text') throw new TypeError('markup may not stand in an attribute');
    return hole.text;
  }
  if (typeof hole === 'string' || typeof hole === 'number') return escapeText(String(hole));
  return hole.map((item) => writeHole(item, place)).join('');
}

const seen = new WeakMap<TemplateStringsArray, readonly Place[]>();

/** Where each hole of a template stands; worked out once for each template. */
function placesOf(strings: TemplateStringsArray): readonly Place[] {
  const known = seen.get(strings);
  if (known) return known;
  let before = '';
  const places = strings.slice(0, -1).map((part) => {
    before += part;
    return placeAfter(before);
  });
  seen.set(strings, places);
  return places;
}

function placeAfter(before: string): Place {
  const tagStart = before.lastIndexOf('<');
  const inTag = tagStart > before.lastIndexOf('>') || /="[^"<]*$/.test(before.slice(tagStart));
  if (/<(?:style|script)\b(?![\s\S]*<\/(?:style|script)>)/i.test(before) || /<!--(?![\s\S]*-->)/.test(before))
    throw new TypeError('no hole may stand in style, script or a comment');
  if (!inTag) return 'text';
  const attribute = /\s([a-z:-]+)="[^"]*$/.exec(before.slice(tagStart))?.[1];
  if (attribute === undefined || attribute.startsWith('on') || attribute === 'style')
    throw new TypeError('a hole in a tag must stand in a double-quoted attribute');
  return attribute === 'href' || attribute === 'src' || attribute === 'action' ? 'address' : 'attribute';
}

/** A path of this site: every hole becomes one segment or one query value. */
export function path(strings: TemplateStringsArray, ...holes: readonly (string | number)[]): Address {
  const text = String.raw({ raw: strings }, ...holes.map((hole) => encodeURIComponent(hole)));
  if (!/^[/?#](?!\/)/.test(text)) throw new TypeError('a path begins with one stroke, ? or #');
  return new Address(text);
}

/** An address elsewhere; throws TypeError for anything but http and https. */
export function webAddress(text: string): Address {
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('not a web address');
  return new Address(url.href);
}
