import type { Router } from 'express';
import { makeRouter } from './make-router.ts';
import { openApiDocument } from './openapi.ts';
import type { HttpParts } from './parts.ts';

/** GET /healthz (the process lives), /readyz (it can work, with reasons), /metrics and /openapi.json. */
export function statusRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  let openApi: string | undefined;
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const readiness = await parts.readiness();
    response
      .status(readiness.ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(readiness);
  });
  router.get('/metrics', async (_request, response) => {
    const { registry } = parts.metrics;
    response
      .set({ 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
      .send(await registry.metrics());
  });
  router.get('/openapi.json', (_request, response) => {
    openApi ??= JSON.stringify(openApiDocument(parts.settings.publicUrl()));
    response
      .set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' })
      .type('json')
      .send(openApi);
  });
  return router;
}
