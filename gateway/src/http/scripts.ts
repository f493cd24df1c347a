import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { scriptEntries } from '@mengsu/web-scan/views';
import type { Router } from 'express';
import { assetsPath, type BuiltModule, buildModules } from './build-scripts.ts';
import { makeRouter } from './make-router.ts';
import type { Encoding } from './page-cache.ts';
import { GatewayProblem } from './problem.ts';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** What a page writes: `<script type="module" src="path" integrity="…">`, and `<link rel="modulepreload">` for `imports`. */
export type PageScript = Omit<BuiltModule, 'text'>;

/** The modules of our pages, made from web-scan's sources when the gateway starts. */
export interface PageScripts {
  readonly entries: Readonly<Record<keyof typeof scriptEntries, PageScript>>;
  /** Path → the module in every encoding. */
  readonly files: ReadonlyMap<string, Readonly<Record<Encoding, Buffer>>>;
}

let made: Promise<PageScripts> | undefined;

/** Made once a process: the sources do not change under it. */
export function pageScripts(): Promise<PageScripts> {
  made ??= makePageScripts();
  return made;
}

async function makePageScripts(): Promise<PageScripts> {
  const { entries, all } = await buildModules(scriptEntries);
  const files = await Promise.all(all.map(async ({ path, text }) => [path, await compressed(text)] as const));
  return { entries, files: new Map(files) };
}

async function compressed(text: string): Promise<Readonly<Record<Encoding, Buffer>>> {
  const identity = Buffer.from(text, 'utf8');
  const [br, zipped] = await Promise.all([
    compressBrotli(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
    compressGzip(identity, { level: 9 }),
  ]);
  return { identity, br, gzip: zipped };
}

/** GET and HEAD /assets/{name}.{digest}.js. A text never changes under its path, so it may be kept for ever. */
export function scriptRoutes({ files }: Pick<PageScripts, 'files'>): Router {
  const router = makeRouter();
  router.get(`${assetsPath}:file`, (request, response) => {
    const bodies = files.get(request.path);
    if (!bodies) throw new GatewayProblem('NOT_FOUND', 'no such script');
    const accepted = request.acceptsEncodings('br', 'gzip', 'identity');
    const encoding: Encoding = accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Type': 'text/javascript; charset=utf-8',
      Vary: 'Accept-Encoding',
      'X-Content-Type-Options': 'nosniff',
    });
    if (encoding !== 'identity') response.set('Content-Encoding', encoding);
    response.end(bodies[encoding]);
  });
  return router;
}
