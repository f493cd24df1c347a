import { PartyIdSchema } from '@mengsu/chaincode/model';
import type { Request, Router } from 'express';
import * as z from 'zod';
import { SetFileError } from '../codes/check-set.ts';
import { SetMismatch } from '../codes/code-shelf.ts';
import { lineLength } from '../codes/serial.ts';
import { lotNameOf } from './lots.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem } from './problem.ts';

/** Sets that may arrive at the same time. */
const uploadsMax = 2;

export const CodeSetPathSchema = z.object({
  party: PartyIdSchema,
  set: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number),
});

/**
 * PUT /api/codes/{gtin}/{lot}/{party}/{set}: the file of a set that is on the ledger. Whoever has the file may bring it, without an account: it is taken
 * only where its root and count are those that were issued.
 */
export function itemCodeRoutes({ items, log }: HttpParts): Router {
  const router = makeRouter();
  let uploads = 0;
  router.put('/api/codes/:gtin/:lot/:party/:set', async (request, response) => {
    const name = lotNameOf(request);
    const by = CodeSetPathSchema.safeParse(request.params);
    if (!by.success)
      throw new GatewayProblem('REQUEST_INVALID', 'the path names no party and number of a set');
    const issued = await items.issued(name, by.data);
    if (!issued) throw new GatewayProblem('CODE_SET_UNKNOWN', 'no such set of codes is in the index');
    requireSize(request, issued.count * lineLength);
    if (uploads >= uploadsMax)
      throw new GatewayProblem('UPLOADS_BUSY', `${uploadsMax} sets are arriving already`, {
        'Retry-After': '5',
      });
    uploads += 1;
    try {
      await items.receive(request, issued);
    } catch (error) {
      throw request.readableAborted ? cutOff() : problemOfFile(error);
    } finally {
      uploads -= 1;
    }
    const { lot, party, set, count, root } = issued;
    log.info({ set, count }, 'a set of codes has arrived');
    response.json({ lot, party, set, count, root });
  });
  return router;
}

/** The length is known beforehand: nothing is read that cannot be the set. */
function requireSize(request: Request, size: number): void {
  if (request.headers['content-encoding'] !== undefined)
    throw new GatewayProblem('MEDIA_TYPE_UNSUPPORTED', 'the file must not be compressed');
  if (request.headers['content-length'] !== String(size))
    throw new GatewayProblem(
      'CODES_INVALID',
      `a set of so many codes has ${size} bytes, with Content-Length`,
      {
        Connection: 'close',
      },
    );
}

/** Nobody hears it; the log does not call it a failure of ours. */
const cutOff = (): GatewayProblem => new GatewayProblem('CODES_INVALID', 'the file did not arrive whole');

function problemOfFile(error: unknown): unknown {
  const headers = { Connection: 'close' };
  if (error instanceof SetFileError) return new GatewayProblem('CODES_INVALID', error.message, headers);
  if (error instanceof SetMismatch) return new GatewayProblem('CODES_NOT_ISSUED', error.message, headers);
  return error;
}
