import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { mongolianFontPath } from '@mengsu/web-scan/views';
import type { RequestHandler, Router } from 'express';
import { makeRouter } from './make-router.ts';

const require = createRequire(import.meta.url);
const digestCharacters = 16;

/** Signs, digits and letters of traditional Mongolian, with the spaces and separators between them: shaping needs them in one font. */
const ranges = [
  [0x20, 0x20],
  [0x1800, 0x180f],
  [0x1810, 0x1819],
  [0x1820, 0x1842],
  [0x200c, 0x200d],
  [0x202f, 0x202f],
] as const;

const letters = ranges
  .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
  .map((point) => String.fromCodePoint(point))
  .join('');

/** Noto Sans Mongolian, cut to these letters with all their forms; always the same bytes. */
export async function cutMongolianFont(): Promise<Buffer> {
  // Its program is loaded when somebody asks for the first time: most gateways start without.
  const { default: subsetFont } = await import('subset-font');
  const whole = await readFile(
    require.resolve('@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2'),
  );
  return subsetFont(whole, letters, { targetFormat: 'woff2' });
}

/** The address that these bytes have. */
export const fontPathOf = (font: Buffer): string =>
  `/fonts/mongolian.${hash('sha256', font, 'base64url').slice(0, digestCharacters)}.woff2`;

/** GET /fonts/mongolian.{digest}.woff2: the address names the bytes, so it may be kept for ever. */
export function fontRoutes(): Router {
  const router = makeRouter();
  let font: Promise<Buffer> | undefined;
  const sendFont: RequestHandler = async (_request, response) => {
    font ??= cutMongolianFont();
    response
      .set({
        'Content-Type': 'font/woff2',
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'X-Content-Type-Options': 'nosniff',
      })
      .send(await font);
  };
  router.get(mongolianFontPath, sendFont);
  return router;
}
