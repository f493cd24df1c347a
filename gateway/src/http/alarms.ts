import type { Router } from 'express';
import * as z from 'zod';
import { makeRouter } from './make-router.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem } from './problem.ts';

const limitMax = 200;

export const AlarmsQuerySchema = z.object({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(limitMax).default(50),
});

/** GET /api/alarms: what the audit does not agree with, from the first on; `after` is the last number that the asker knows. */
export function alarmRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  router.get('/api/alarms', async (request, response) => {
    const query = AlarmsQuerySchema.safeParse(request.query);
    if (!query.success)
      throw new GatewayProblem('REQUEST_INVALID', `after is a number, limit is 1 to ${limitMax}`);
    response.set('Cache-Control', 'no-cache').json(await parts.questions.alarms(query.data));
  });
  return router;
}
