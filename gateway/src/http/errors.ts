import { randomUUID } from 'node:crypto';
import { LedgerError, limits } from '@mengsu/chaincode/model';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { languageOf } from './language.ts';
import { GatewayProblem, problemOf, refusalOf, sendProblem } from './problem.ts';
import { routesOf } from './routes-of.ts';

/** 405 with `Allow` where the path is ours and the method is not. */
export function refuseMethods(app: Express): RequestHandler {
  const methods = new Map<string, Set<string>>();
  return (request, _response, next) => {
    if (methods.size === 0) {
      for (const { path, method } of routesOf(app))
        methods.set(path, (methods.get(path) ?? new Set()).add(method));
    }
    for (const [path, allowed] of methods) {
      if (!patternOf(path).test(request.path)) continue;
      const allow = [...allowed, ...(allowed.has('GET') ? ['HEAD'] : [])].join(', ');
      throw new GatewayProblem('METHOD_NOT_ALLOWED', `this address takes ${allow}`, { Allow: allow });
    }
    next();
  };
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:[a-z]+/gi, '[^/]+')}$`);

export const refuseUnknown: RequestHandler = () => {
  throw new GatewayProblem('NOT_FOUND', 'no such address');
};

/** Every error of a request as a problem document. What is no refusal is logged under an id, and nothing of its text leaves. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = refusalOf(bodyFault(error) ?? error);
    const language = languageOf(request);
    if (refusal) {
      if (error instanceof GatewayProblem) response.set(error.headers);
      return sendProblem(response, problemOf(refusal, language));
    }
    const id = randomUUID();
    log.error({ err: error, id, method: request.method }, 'a request failed');
    const said = {
      code: 'INTERNAL',
      detail: 'the log has more under this id',
      instance: `urn:uuid:${id}`,
    } as const;
    sendProblem(response, problemOf(said, language));
  };
}

/** What Express and body-parser throw (http-errors: `status` and `type`), in our words. */
function bodyFault(error: unknown): Error | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    const bytesMax = 'limit' in error ? Number(error.limit) : limits.documentBytesMax;
    return new LedgerError('DOCUMENT_TOO_LARGE', `has over ${bytesMax} bytes`);
  }
  if (error.status === 415)
    return new GatewayProblem('MEDIA_TYPE_UNSUPPORTED', 'the body must not be compressed');
  if (error.status >= 400 && error.status < 500)
    return new GatewayProblem('REQUEST_INVALID', 'the request cannot be read');
  return undefined;
}
