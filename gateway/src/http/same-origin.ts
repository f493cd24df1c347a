import type { Request } from 'express';

/**
 * False where a browser says that another site sent this request (Fetch Metadata, or `Origin` where it does not know that).
 * A program that says neither carries nothing of a reader's: there are no cookies here.
 */
export function isFromThisSite(request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('Origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get('Host');
}
