import { hash } from 'node:crypto';
import { chinaDayOf } from '@mengsu/chaincode/model';
import {
  contentSecurityPolicy,
  type PageOptions,
  renderLotPage,
  renderUnknownLot,
  renderUnreadableCode,
  warningOf,
} from '@mengsu/web-scan/views';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import { lotUri } from '../labels/digital-link.ts';
import { isInApp } from './in-app.ts';
import { pageLanguageOf } from './language.ts';
import { lotNameOf, unknownLot } from './lots.ts';
import { makeRouter } from './make-router.ts';
import { type CachedPage, type Encoding, PageCache, type RenderedPage } from './page-cache.ts';
import { pageHeaders } from './page-headers.ts';
import type { HttpParts, LotName } from './parts.ts';
import { type PageScript, pageScripts } from './scripts.ts';

const cacheBytesMax = 64 * 1024 * 1024;

/** The page behind the QR code: GET and HEAD /01/{gtin}/10/{lot}, for everybody and every origin. */
export async function pageRoutes(parts: HttpParts): Promise<Router> {
  const router = makeRouter();
  const cache = new PageCache(cacheBytesMax);
  const policy = await contentSecurityPolicy({ withScript: true });
  const { entries } = await pageScripts();
  router.use(redirectStroke);
  router.get('/01/:gtin/10/:lot', async (request, response) => {
    response.set(pageHeaders(policy));
    if (request.accepts('html', 'json') === 'json') return sendData(parts, { request, response });
    // A code that is none was answered before (resolver.ts).
    const name = lotNameOf(request);
    const language = pageLanguageOf(request);
    const options = optionsOf(parts, request);
    const page = await cache.get(cacheKey(parts, name, request), () =>
      render(parts, name, { request, proofScript: entries.proof }),
    );
    if (!page) return sendHtml(response, 404, renderUnknownLot(name, language, options));
    sendPage(page, { request, response });
  });
  return router;
}

/** A piece whose serial is no text (`…/21/%FF`) gets a page like any other code that has a mistake. Everything else is passed on. */
export async function answerUnreadableCode(parts: HttpParts): Promise<ErrorRequestHandler> {
  const policy = await contentSecurityPolicy();
  return (error: unknown, request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isPage = isRead && request.path.startsWith('/01/') && request.accepts('html', 'json') === 'html';
    if (!(error instanceof URIError) || !isPage || response.headersSent) return next(error);
    response.set(pageHeaders(policy));
    sendHtml(response, 400, renderUnreadableCode(pageLanguageOf(request), optionsOf(parts, request)));
  };
}

/** A label's address with a stroke at its end, as some programs write it, leads to the one spelling. No other address is sent on: `//host/` names another server. */
const redirectStroke: RequestHandler = (request, response, next) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || !/^\/01\/[^/]+\/10\/[^/]+\/(?:21\/[^/]+\/)?$/.test(request.path)) return next();
  const query = request.originalUrl.slice(request.path.length);
  response.redirect(308, request.path.slice(0, -1) + query);
};

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

export const optionsOf = ({ settings }: HttpParts, request: Request): PageOptions => ({
  order: orderOf(request),
  icp: settings.icp,
  inApp: isInApp(request),
});

export const orderOf = (request: Pick<Request, 'query'>): 'newest' | 'oldest' =>
  request.query.order === 'newest' ? 'newest' : 'oldest';

/** The day of reading in 北京时间: a lot may be past its date tomorrow without a new block. */
export const today = (): string => chinaDayOf(new Date().toISOString());

const cacheKey = (parts: HttpParts, { gtin, lot }: LotName, request: Request): string =>
  `${gtin}/${lot} ${pageLanguageOf(request)} ${orderOf(request)} ${isInApp(request)} ${parts.indexedBlock()} ${today()}`;

async function render(
  parts: HttpParts,
  name: LotName,
  { request, proofScript }: { readonly request: Request; readonly proofScript: PageScript },
): Promise<RenderedPage | undefined> {
  const etag = `"${hash('sha256', cacheKey(parts, name, request), 'base64url').slice(0, 22)}"`;
  const data = await parts.questions.lotPage(name, lotUri(parts.settings.publicUrl(), name), today());
  return (
    data && {
      etag,
      warning: warningOf(data),
      text: renderLotPage(data, pageLanguageOf(request), { ...optionsOf(parts, request), proofScript }),
    }
  );
}

async function sendData(parts: HttpParts, { request, response }: Exchange): Promise<void> {
  const name = lotNameOf(request);
  const data = await parts.questions.lotPage(name, lotUri(parts.settings.publicUrl(), name), today());
  if (!data) throw unknownLot();
  response.set('Cache-Control', 'no-cache').json(data);
}

export function sendPage(page: CachedPage, { request, response }: Exchange): void {
  const accepted = request.acceptsEncodings('br', 'gzip', 'identity');
  const encoding: Encoding = accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
  // Each encoding is another representation and has its own strong validator (RFC 9110 §8.8.3).
  const etag = encoding === 'identity' ? page.etag : `${page.etag.slice(0, -1)}-${encoding}"`;
  response.set({ ETag: etag, 'Cache-Control': 'no-cache', 'Content-Type': 'text/html; charset=utf-8' });
  // For pages that are open (web-scan/src/proof/watch-page.ts): so they need not fetch the page to learn of a recall.
  if (page.warning !== undefined) response.set('Mengsu-Warning', page.warning);
  if (isKnown(etag, request.get('If-None-Match') ?? '')) return void response.status(304).end();
  if (encoding !== 'identity') response.set('Content-Encoding', encoding);
  response.end(page.bodies[encoding]);
}

/** Weak comparison (RFC 9110 §13.1.2). Express's own `fresh` also asks Cache-Control, which fetch sets by itself. */
function isKnown(etag: string, ifNoneMatch: string): boolean {
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

export function sendHtml(response: Response, status: number, text: string): void {
  response
    .status(status)
    .set({ 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' })
    .send(text);
}
