import { hash } from 'node:crypto';
import { GtinSchema, LotNumberSchema } from '@mengsu/chaincode/model';
import {
  type Address,
  type CodeFault,
  contentSecurityPolicy,
  type Language,
  path as pagePath,
  renderCodeFault,
  renderProductPage,
  renderUnknownProduct,
} from '@mengsu/web-scan/views';
import type { Request, Response, Router } from 'express';
import { pageLanguageOf } from './language.ts';
import { makeRouter } from './make-router.ts';
import { PageCache } from './page-cache.ts';
import { pageHeaders } from './page-headers.ts';
import { optionsOf, sendHtml, sendPage, today } from './pages.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem } from './problem.ts';
import { groupCode, readDamagedPath, type TypedCode } from './typed-code.ts';

const cacheBytesMax = 16 * 1024 * 1024;

/**
 * The addresses of codes beside the lot's own page: GET and HEAD /01/{gtin}, OPTIONS for all of them, shorter GTINs sent on (308), and for
 * every damaged address a page that says what to do. Whatever has the form of a page of ours goes on to its own route.
 */
export async function resolverRoutes(parts: HttpParts): Promise<Router> {
  const router = makeRouter();
  const cache = new PageCache(cacheBytesMax);
  const policy = await contentSecurityPolicy();
  router.use((request, response, next) => {
    if (!/^\/(?:01|10|21)(?:\/|$)/.test(request.path)) return next();
    if (request.method === 'OPTIONS') return allow(response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const judged = judgePath(request.path);
    if (judged === 'ours') return next();
    response.set(pageHeaders(policy));
    if (typeof judged === 'string')
      return void response.redirect(308, judged + request.originalUrl.slice(request.path.length));
    sendCodeFault(parts, { request, response }, judged);
  });
  router.get('/01/:gtin', async (request, response) => {
    response.set(pageHeaders(policy));
    await sendProduct(parts, { request, response, cache });
  });
  return router;
}

/** A fetch of any origin may ask, and need not send anything of its reader. */
function allow(response: Response): void {
  response
    .status(204)
    .set({
      Allow: 'GET, HEAD, OPTIONS',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
      'Access-Control-Allow-Headers': 'Accept, Accept-Language, If-None-Match',
      'Access-Control-Max-Age': '86400',
    })
    .end();
}

/** `ours`: an address of a page, label or item. A text: where its one spelling is. Otherwise what can be read of it. */
function judgePath(path: string): 'ours' | `/${string}` | TypedCode {
  const isStroked = path.endsWith('/');
  const steps = path.slice(1, isStroked ? -1 : undefined).split('/');
  const [key = '', gtin = '', qualifier, lot] = steps;
  // A picture is asked for by programs, which are answered as such by its own route.
  if (/^qr\.(svg|png)$/.test(steps.at(-1) ?? '')) return 'ours';
  if (key !== '01' || !isShape(steps)) return readDamagedPath(path);
  const whole = wholeGtin(gtin);
  if (whole !== undefined) return `/${['01', whole, ...steps.slice(2)].join('/')}`;
  if (!GtinSchema.safeParse(gtin).success) return steps.length > 4 ? 'ours' : readDamagedPath(path);
  if (steps.length === 2) return isStroked ? `/01/${gtin}` : 'ours';
  if (qualifier === '10' && steps.length === 4 && !isLotNumber(lot ?? '')) return readDamagedPath(path);
  return 'ours';
}

/** The 14 digits of a GTIN-8, 12 or 13; undefined for anything else. */
function wholeGtin(gtin: string): string | undefined {
  if (!/^\d{8}$|^\d{12,13}$/.test(gtin)) return undefined;
  const whole = gtin.padStart(14, '0');
  return GtinSchema.safeParse(whole).success ? whole : undefined;
}

/** Product, lot, what hangs on a lot (its label, its items). */
const isShape = (steps: readonly string[]): boolean =>
  steps.length === 2 || (steps.length >= 4 && steps[2] === '10');

function isLotNumber(step: string): boolean {
  try {
    return LotNumberSchema.safeParse(decodeURIComponent(step)).success;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** A page for people, a problem for programs. Nothing of what was sent is repeated but what has the form of a code. */
export function sendCodeFault(
  parts: HttpParts,
  { request, response }: { readonly request: Request; readonly response: Response },
  code: TypedCode,
): void {
  if (request.accepts('html', 'json') === 'json')
    throw new GatewayProblem('CODE_INVALID', 'is no GTIN with a lot number that GS1 allows');
  const language = pageLanguageOf(request);
  const options = { ...optionsOf(parts, request), meant: addressOf(code, language) };
  sendHtml(response, 400, renderCodeFault(faultOf(code), language, options));
}

function faultOf(code: TypedCode): CodeFault {
  if (code.kind === 'misread') return { kind: 'misread', digits: groupCode(code.digits) };
  if (code.kind === 'lotAlone') return code;
  return { kind: 'unreadable' };
}

/** The page of a code, in the reader's language. */
export function addressOf(code: TypedCode, language: Language): Address | undefined {
  switch (code.kind) {
    case 'lot':
      return pagePath`/01/${code.gtin}/10/${code.lot}?lang=${language}`;
    case 'item':
      return pagePath`/01/${code.gtin}/10/${code.lot}/21/${code.serial}?lang=${language}`;
    case 'product':
      return pagePath`/01/${code.gtin}?lang=${language}`;
    default:
      return undefined;
  }
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly cache: PageCache;
}

async function sendProduct(parts: HttpParts, { request, response, cache }: Exchange): Promise<void> {
  const gtin = String(request.params.gtin);
  const { before } = request.query;
  if (before !== undefined && !(typeof before === 'string' && /^\d{1,15}$/.test(before)))
    throw new GatewayProblem('REQUEST_INVALID', 'before is a whole number');
  const day = today();
  const question = { gtin, before: before === undefined ? undefined : Number(before), day };
  if (request.accepts('html', 'json') === 'json') {
    const data = await parts.questions.productPage(question);
    if (!data) throw new GatewayProblem('NOT_FOUND', 'no such product is in the index');
    return void response.set('Cache-Control', 'no-cache').json(data);
  }
  const language = pageLanguageOf(request);
  const options = optionsOf(parts, request);
  const key = `${gtin} ${before ?? ''} ${language} ${options.inApp} ${parts.indexedBlock()} ${day}`;
  const page = await cache.get(key, async () => {
    const data = await parts.questions.productPage(question);
    const canonicalUrl = `${parts.settings.publicUrl()}/01/${gtin}`;
    const etag = `"${hash('sha256', key, 'base64url').slice(0, 22)}"`;
    return data && { etag, text: renderProductPage(data, language, { ...options, canonicalUrl }) };
  });
  if (!page) return sendHtml(response, 404, renderUnknownProduct(groupCode(gtin), language, options));
  sendPage(page, { request, response });
}
