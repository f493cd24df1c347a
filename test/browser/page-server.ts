import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentSecurityPolicy, mongolianFontPath } from '@mengsu/web-scan/views';
import { cutMongolianFont } from '../../gateway/src/http/mongolian-font.ts';

/** Pages on a port of loopback under their own policy, with the letters of the Mongolian ones. */
export interface PageServer {
  readonly base: string;
  /** Addresses that were asked for since it was emptied last. */
  readonly asked: string[];
  stop(): Promise<void>;
}

export async function servePages(pages: ReadonlyMap<string, string>): Promise<PageServer> {
  const policy = await contentSecurityPolicy();
  const font = await cutMongolianFont();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const address = request.url ?? '';
    asked.push(address);
    if (address === mongolianFontPath) {
      response.writeHead(200, { 'content-type': 'font/woff2' }).end(font);
      return;
    }
    const page = pages.get(address.split('?')[0] ?? '');
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    });
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}
