import { GtinSchema, LotNumberSchema } from '@mengsu/chaincode/model';

/** What somebody typed, scanned or followed, as far as it can be read. Nothing of the raw text is in it but what has the form of a code. */
export type TypedCode =
  | { readonly kind: 'product'; readonly gtin: string; readonly host?: string }
  | { readonly kind: 'lot'; readonly gtin: string; readonly lot: string; readonly host?: string }
  | {
      readonly kind: 'item';
      readonly gtin: string;
      readonly lot: string;
      readonly serial: string;
      readonly host?: string;
    }
  /** Digits that are no GTIN: one was misread or mistyped, or some are missing. */
  | { readonly kind: 'misread'; readonly digits: string }
  /** A lot number alone names no product. */
  | { readonly kind: 'lotAlone'; readonly lot: string }
  | { readonly kind: 'unreadable' };

/** Longer texts are no code; the longest address of ours has under 200 characters. */
const textCharactersMax = 2_000;
const unreadable: TypedCode = { kind: 'unreadable' };
const separator = '\u001d';

/**
 * Reads a GTIN, a GTIN with a lot number, an address of any host (only its path and query count; a `host` is told) or a GS1 element string,
 * with brackets or as a scanner gives it. Full-width characters count as their plain ones, and in digits O as 0 and l as 1.
 */
export function readTypedCode(raw: string, typedLot = ''): TypedCode {
  if (raw.length > textCharactersMax || typedLot.length > textCharactersMax) return unreadable;
  const text = plainText(raw);
  const lot = plainText(typedLot);
  if (text === '') return lot === '' ? unreadable : lotAlone(lot);
  const found = readAddress(text) ?? readElements(text);
  if (found) return judge(lot === '' ? found : { ...found, lot: found.lot ?? lot });
  return judgePlain(text, lot);
}

/** The code that a path of ours was meant to be, whatever befell it: wrong order, double encoding, look-alike characters. */
export function readDamagedPath(path: string): TypedCode {
  if (path.length > textCharactersMax) return unreadable;
  const steps = stepsOf(path);
  return steps ? judge(steps) : unreadable;
}

/** The path of the page of a code. Everything else has no page. */
export function pathOfCode(code: TypedCode): string | undefined {
  if (code.kind === 'product') return `/01/${code.gtin}`;
  if (code.kind === 'lot') return `/01/${code.gtin}/10/${encodeStep(code.lot)}`;
  if (code.kind === 'item')
    return `/01/${code.gtin}/10/${encodeStep(code.lot)}/21/${encodeStep(code.serial)}`;
  return undefined;
}

/** Digits as they stand under a bar code, in groups that an eye can compare: `0 952150 000129`. */
export function groupCode(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 6) groups.unshift(digits.slice(Math.max(0, end - 6), end));
  return groups.join(' ');
}

const encodeStep = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What a GS1 text names: AI 01, 10 and 21. Absent where it does not. */
interface Elements {
  readonly gtin?: string | undefined;
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
  readonly host?: string | undefined;
}

/** Compatibility forms folded (full-width digits), marks that nobody sees gone, except the separator between elements. */
function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, (mark) => (mark === separator ? mark : ''))
    .trim();
}

function lotAlone(lot: string): TypedCode {
  return LotNumberSchema.safeParse(lot).success ? { kind: 'lotAlone', lot } : unreadable;
}

function judge({ gtin, lot, serial, host }: Elements): TypedCode {
  if (gtin === undefined) return lot === undefined ? unreadable : lotAlone(lot);
  const digits = digitsOf(gtin);
  if (digits === undefined) return unreadable;
  const whole = wholeGtin(digits);
  if (whole === undefined) return { kind: 'misread', digits };
  const from = host === undefined ? {} : { host };
  if (lot === undefined) return { kind: 'product', gtin: whole, ...from };
  if (!LotNumberSchema.safeParse(lot).success) return unreadable;
  if (serial === undefined) return { kind: 'lot', gtin: whole, lot, ...from };
  if (!/^[!-~]{1,20}$/.test(serial)) return unreadable;
  return { kind: 'item', gtin: whole, lot, serial, ...from };
}

/** `GTIN`, `GTIN lot` or a lot number. */
function judgePlain(text: string, lot: string): TypedCode {
  if (digitsOf(text) !== undefined && /\d/.test(text))
    return judge({ gtin: text, lot: lot === '' ? undefined : lot });
  const both = /^([\doOlI -]{8,20}?)\s*[\s/,;]\s*(\S{1,20})$/.exec(text);
  if (both && lot === '') return judge({ gtin: both[1], lot: both[2] });
  return lot === '' && !/\s/.test(text) ? lotAlone(text) : unreadable;
}

/** Digits without what stands between them; undefined where it is no row of digits, or one that no GTIN could be mistaken for. */
function digitsOf(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '').replace(/[oO]/g, '0').replace(/[lI|]/g, '1');
  return /^\d{6,18}$/.test(digits) ? digits : undefined;
}

/** GTIN-8, 12 and 13 are written with leading zeros. */
function wholeGtin(digits: string): string | undefined {
  if (![8, 12, 13, 14].includes(digits.length)) return undefined;
  const parsed = GtinSchema.safeParse(digits.padStart(14, '0'));
  return parsed.success ? parsed.data : undefined;
}

function readAddress(text: string): Elements | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : undefined;
  const withHost = /^(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?\//i.test(text) ? `https://${text}` : undefined;
  const address = withScheme ?? withHost;
  if (address === undefined) return text.startsWith('/') ? stepsOf(text) : undefined;
  if (!URL.canParse(address)) return {};
  const { protocol, pathname, search, host } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return {};
  return { ...(stepsOf(pathname + search) ?? {}), host };
}

const keyNames: Readonly<Record<string, 'gtin' | 'lot' | 'serial'>> = {
  '01': 'gtin',
  '10': 'lot',
  '21': 'serial',
};

/** Keys and values of a path in whatever order, after whatever comes first; a query may hold qualifiers. */
function stepsOf(address: string): Elements | undefined {
  const [path = '', query = ''] = address.split(/\?(.*)/s);
  const found: { gtin?: string; lot?: string; serial?: string } = {};
  const parts = path.split('/').filter((part) => part !== '');
  for (let at = 0; at < parts.length - 1; at++) {
    const name = keyNames[parts[at] ?? ''];
    const value = decodeStep(parts[at + 1] ?? '');
    if (name === undefined || found[name] !== undefined || value === undefined) continue;
    found[name] = value;
    at += 1;
  }
  for (const [key, value] of new URLSearchParams(query)) {
    const name = keyNames[key];
    if (name !== undefined) found[name] ??= plainText(value);
  }
  return found.gtin === undefined && found.lot === undefined ? undefined : found;
}

/** A step without its percent-encoding, also where it was encoded twice. */
function decodeStep(step: string): string | undefined {
  try {
    const once = decodeURIComponent(step);
    return plainText(/%25[0-9a-f]{2}/i.test(step) ? decodeURIComponent(once) : once);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function readElements(text: string): Elements | undefined {
  const body = text.replace(/^\](?:d2|C1|Q3|e0|J1)/, '');
  if (/^\(\d{2,4}\)/.test(body)) return readBracketed(body);
  if (body !== text || /^01\d{14}(1[0-7]|21)/.test(body)) return readRow(body);
  return undefined;
}

function readBracketed(text: string): Elements {
  const found = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/\((\d{2,4})\)((?:(?!\(\d{2,4}\)).)*)/g))
    found.set(key, value.replaceAll(separator, '').trim());
  return { gtin: found.get('01'), lot: found.get('10'), serial: found.get('21') };
}

/** Elements in a row (GS1 General Specifications §7.8): those of fixed length, and others up to the separator or the end. */
function readRow(text: string): Elements {
  const found = new Map<string, string>();
  let rest = text.replace(/<GS>|\{GS\}/gi, separator);
  while (rest !== '') {
    const [, key = '', value = '', after = ''] =
      /^(01)(.{14})(.*)$/s.exec(rest) ??
      /^(1[1-7])(\d{6})(.*)$/s.exec(rest) ??
      new RegExp(`^(10|21)([^${separator}]{1,20})${separator}?(.*)$`, 's').exec(rest) ??
      [];
    if (key === '') break;
    found.set(key, value);
    rest = after.startsWith(separator) ? after.slice(1) : after;
  }
  return { gtin: found.get('01'), lot: found.get('10'), serial: found.get('21') };
}
