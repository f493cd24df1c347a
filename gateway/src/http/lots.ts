import { GtinSchema, LedgerError, LotNumberSchema } from '@mengsu/chaincode/model';
import type { Request, Router } from 'express';
import * as z from 'zod';
import { traceLimits } from '../store/queries/trace.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts, LotName } from './parts.ts';
import { GatewayProblem } from './problem.ts';

export const TraceQuerySchema = z.object({
  direction: z.enum(['back', 'forward', 'both']).default('both'),
  depth: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .refine((depth) => depth <= traceLimits.depthMax)
    .optional()
    .meta({ description: `Transforms to follow, at most ${traceLimits.depthMax}` }),
});

/** GET /api/lots/{gtin}/{lot} and its trace. Open to every origin: what is on the ledger is public. */
export function lotRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  router.use('/api/lots', (_request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*');
    next();
  });
  router.get('/api/lots/:gtin/:lot', async (request, response) => {
    const answer = await parts.questions.lot(lotNameOf(request));
    if (!answer) throw unknownLot();
    response.set('Cache-Control', 'no-cache').json(answer);
  });
  router.get('/api/lots/:gtin/:lot/trace', async (request, response) => {
    const query = TraceQuerySchema.safeParse({
      direction: request.query.direction,
      depth: request.query.depth,
    });
    if (!query.success) {
      throw new GatewayProblem(
        'REQUEST_INVALID',
        `direction is back, forward or both, depth 1 to ${traceLimits.depthMax}`,
      );
    }
    const { direction, depth } = query.data;
    const answer = await parts.questions.trace(lotNameOf(request), { direction, depth });
    if (!answer) throw unknownLot();
    response.set('Cache-Control', 'no-cache').json(answer);
  });
  return router;
}

export const unknownLot = (): LedgerError => new LedgerError('LOT_UNKNOWN', 'no such lot is in the index');

/** The lot that a path names. Throws CODE_INVALID for a wrong check digit or a lot number that cannot be one. */
export function lotNameOf(request: Pick<Request, 'params'>): LotName {
  const name = parseLotName(request);
  if (!name) throw new GatewayProblem('CODE_INVALID', 'is no GTIN-14 and lot number');
  return name;
}

export function parseLotName(request: Pick<Request, 'params'>): LotName | undefined {
  const gtin = GtinSchema.safeParse(request.params.gtin);
  const lot = LotNumberSchema.safeParse(request.params.lot);
  return gtin.success && lot.success ? { gtin: gtin.data, lot: lot.data } : undefined;
}
