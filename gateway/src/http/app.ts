import express, { type Express, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { alarmRoutes } from './alarms.ts';
import { answerErrors, refuseMethods, refuseUnknown } from './errors.ts';
import { eventRoutes } from './events.ts';
import { frontRoutes } from './front.ts';
import { itemCodeRoutes } from './item-codes.ts';
import { itemPageRoutes } from './item-pages.ts';
import { labelJobRoutes } from './label-jobs.ts';
import { labelRoutes } from './labels.ts';
import { lawRoutes } from './law.ts';
import { lotLabelRoutes } from './lot-labels.ts';
import { lotRoutes } from './lots.ts';
import { fontRoutes } from './mongolian-font.ts';
import { answerUnreadableCode, pageRoutes } from './pages.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem } from './problem.ts';
import { proofRoutes } from './proofs.ts';
import { resolverRoutes } from './resolver.ts';
import { pageScripts, scriptRoutes } from './scripts.ts';
import { statusRoutes } from './status.ts';
import { tellRoutes } from './tell.ts';

/** The HTTP application, not listening. The consumer's page comes first: middleware is the cost of a request, not the router. */
export async function makeApp(parts: HttpParts): Promise<Express> {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', parts.settings.trustedProxies);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.use(measure(parts));
  if (parts.settings.requestsPerMinuteMax > 0) app.use(limitRate(parts.settings.requestsPerMinuteMax));
  app.use(await resolverRoutes(parts));
  app.use(await pageRoutes(parts), await itemPageRoutes(parts), await answerUnreadableCode(parts));
  app.use(fontRoutes());
  app.use(await frontRoutes(parts));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
      },
      // Other origins read what is public; TLS and so HSTS belong to the proxy.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: false,
    }),
  );
  app.use(scriptRoutes(await pageScripts()));
  app.use(await tellRoutes(parts));
  app.use(labelRoutes(parts), lotLabelRoutes(parts), itemCodeRoutes(parts), labelJobRoutes(parts));
  app.use(lotRoutes(parts), lawRoutes(parts), proofRoutes(parts));
  app.use(eventRoutes(parts), alarmRoutes(parts), statusRoutes(parts));
  app.use(refuseMethods(app));
  app.use(refuseUnknown);
  app.use(answerErrors(parts.log));
  return app;
}

function limitRate(limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { trustProxy: false },
    handler: () => {
      throw new GatewayProblem('RATE_LIMITED', `more than ${limit} requests in a minute`, {
        'Retry-After': '60',
      });
    },
  });
}

/** One line and one sample a request. The line names the route, never the path, the address or a body: they may name a person. */
function measure({ metrics, log }: HttpParts): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      const route: string = request.route?.path ?? 'none';
      const { method } = request;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.sawRequest({ method, route, status, ms });
      log.debug({ method, route, status, ms }, 'request');
    });
    next();
  };
}
