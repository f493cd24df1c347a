import { LedgerError, limits } from '@mengsu/chaincode/model';
import express, { type Request, type RequestHandler } from 'express';
import { GatewayProblem } from './problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Takes a body of at most one document, not compressed, as bytes. */
export const rawBody: RequestHandler = express.raw({
  type: () => true,
  limit: limits.documentBytesMax,
  inflate: false,
});

/**
 * The JSON of a body. Throws MEDIA_TYPE_UNSUPPORTED for another media type, DOCUMENT_INVALID for bytes that are not UTF-8, for text that is not JSON,
 * and for a key `__proto__` in any object that the schema looks into.
 */
export function parseJsonBody(request: Request): unknown {
  if (!request.is('application/json'))
    throw new GatewayProblem('MEDIA_TYPE_UNSUPPORTED', 'the body must be application/json');
  const bytes: unknown = request.body;
  if (!(bytes instanceof Uint8Array)) throw new LedgerError('DOCUMENT_INVALID', 'is empty');
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw new LedgerError('DOCUMENT_INVALID', 'is not JSON');
    if (error instanceof TypeError) throw new LedgerError('DOCUMENT_INVALID', 'is not UTF-8');
    throw error;
  }
  refuseProto(value, '', envelopeDepth);
  return value;
}

/** document → events → envelope → signatures → entry. Deeper values are no objects in any schema. */
const envelopeDepth = 5;

/** JSON.parse makes `__proto__` an own key, and a schema's list of keys does not see it. */
function refuseProto(value: unknown, pointer: string, depthLeft: number): void {
  if (typeof value !== 'object' || value === null || depthLeft === 0) return;
  if (Object.hasOwn(value, '__proto__')) {
    throw new LedgerError('DOCUMENT_INVALID', 'is a key that is never allowed', `${pointer}/__proto__`);
  }
  if (Array.isArray(value)) {
    const entriesMax = limits.eventsPerDocumentMax;
    for (const [index, item] of value.slice(0, entriesMax).entries()) {
      refuseProto(item, `${pointer}/${index}`, depthLeft - 1);
    }
  } else if ('events' in value) refuseProto(value.events, `${pointer}/events`, depthLeft - 1);
  else if ('signatures' in value) refuseProto(value.signatures, `${pointer}/signatures`, depthLeft - 1);
}
