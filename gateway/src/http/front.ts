import { hash } from 'node:crypto';
import { contentSecurityPolicy, renderFrontPage, renderOtherHost } from '@mengsu/web-scan/views';
import type { Request, Response, Router } from 'express';
import { pageLanguageOf } from './language.ts';
import { makeRouter } from './make-router.ts';
import { PageCache } from './page-cache.ts';
import { pageHeaders } from './page-headers.ts';
import { optionsOf, sendHtml, sendPage } from './pages.ts';
import type { HttpParts } from './parts.ts';
import { addressOf, sendCodeFault } from './resolver.ts';
import { pageScripts } from './scripts.ts';
import { pathOfCode, readTypedCode, type TypedCode } from './typed-code.ts';

const cacheBytesMax = 1024 * 1024;

/** GET and HEAD / and /scan: where people begin who have no code's address; GET /find: what they typed or scanned, sent on to its page. */
export async function frontRoutes(parts: HttpParts): Promise<Router> {
  const router = makeRouter();
  const cache = new PageCache(cacheBytesMax);
  const policy = await contentSecurityPolicy();
  const scanPolicy = await contentSecurityPolicy({ withScript: true });
  const { scan } = (await pageScripts()).entries;
  const sendFront = async (request: Request, response: Response): Promise<void> => {
    const language = pageLanguageOf(request);
    const options = optionsOf(parts, request);
    const page = await cache.get(`${language} ${options.inApp}`, async () => {
      const { ground } = await parts.readiness();
      const text = renderFrontPage(language, {
        ...options,
        script: scan,
        demonstration: ground.kind !== 'fabric',
      });
      return { etag: `"${hash('sha256', text, 'base64url').slice(0, 22)}"`, text };
    });
    response.set({ ...pageHeaders(scanPolicy), 'Permissions-Policy': 'camera=(self)' });
    if (page) sendPage(page, { request, response });
  };
  router.get('/', sendFront);
  router.get('/scan', sendFront);
  router.get('/find', (request, response) => {
    response.set({ ...pageHeaders(policy), 'Cache-Control': 'no-store' });
    sendFound(parts, { request, response });
  });
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

function sendFound(parts: HttpParts, { request, response }: Exchange): void {
  const [code, lot] = [textOf(request.query.code), textOf(request.query.lot)];
  if (code.trim() === '' && lot.trim() === '') return void response.redirect(303, '/');
  const read = readTypedCode(code, lot);
  const found = pathOfCode(read);
  if (found === undefined) return void sendCodeFault(parts, { request, response }, read);
  const language = pageLanguageOf(request);
  const chosen = request.query.lang === language ? `?lang=${language}` : '';
  const host = foreignHost(parts, request, read);
  if (host === undefined) return void response.redirect(303, found + chosen);
  const here = addressOf(read, language);
  if (here) sendHtml(response, 200, renderOtherHost(host, language, { ...optionsOf(parts, request), here }));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The host of a typed address where it is not this site's; `URL` has made it plain ASCII. */
function foreignHost(parts: HttpParts, request: Request, code: TypedCode): string | undefined {
  if (!('host' in code) || code.host === undefined) return undefined;
  const own = new URL(parts.settings.publicUrl()).host;
  return code.host === own || code.host === request.get('Host') ? undefined : code.host;
}
