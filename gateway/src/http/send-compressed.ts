import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Sends a text that is made for one reader, compressed as fast as it is made where the reader takes that. Its type is set by who sends it. */
export async function sendCompressed(
  text: string,
  { request, response }: { readonly request: Pick<Request, 'acceptsEncodings'>; readonly response: Response },
): Promise<void> {
  const accepted = request.acceptsEncodings('br', 'gzip', 'identity');
  if (accepted !== 'br' && accepted !== 'gzip') return void response.end(text);
  response.set('Content-Encoding', accepted);
  const body = await (accepted === 'br'
    ? compressBrotli(text, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
      })
    : compressGzip(text));
  response.end(body);
}
