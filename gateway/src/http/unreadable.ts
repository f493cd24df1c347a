import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type GatewayProblemCode, type Problem, problemOf } from './problem.ts';

const contentType = 'application/problem+json; charset=utf-8';

/**
 * What Node's server answers by itself with an empty body becomes a problem document: bytes that are no request, headers that are too long,
 * clients that are too slow, expectations that nobody knows.
 */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Where something was answered on this connection, more would be taken for another answer.
    if (socket.writable && !hasAnswered(socket)) socket.write(rawAnswer(problemFor(error.code)));
    closeAfterwards(socket);
  });
  server.on('checkExpectation', (_request, response: ServerResponse) =>
    answer(response, problem('REQUEST_INVALID', 'no such expectation can be met')),
  );
}

/** Answers a request that names no host (RFC 9112 §3.2); false where it names one. */
export function refuseHostless(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.headers.host !== undefined || request.httpVersion === '1.0') return false;
  answer(response, problem('REQUEST_INVALID', 'the request names no host'));
  return true;
}

function problemFor(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return problem('HEADERS_TOO_LARGE', 'the headers are too long');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem('REQUEST_TOO_SLOW', 'the request did not arrive in time');
  return problem('REQUEST_INVALID', 'the request cannot be read');
}

/** In 中文: what cannot be read names no language either. */
const problem = (code: GatewayProblemCode, detail: string): Problem => problemOf({ code, detail }, 'zh');

function answer(response: ServerResponse, said: Problem): void {
  const body = JSON.stringify(said);
  const headers = {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
  };
  response.writeHead(said.status, headers).end(body);
}

function rawAnswer(said: Problem): string {
  const body = JSON.stringify(said);
  const head = [
    `HTTP/1.1 ${said.status} ${STATUS_CODES[said.status]}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const hasAnswered = (socket: Duplex): boolean => 'bytesWritten' in socket && socket.bytesWritten !== 0;

/** Sends what was written and closes both directions: the server's sockets stay half open otherwise. */
function closeAfterwards(socket: Duplex): void {
  socket.end(() => socket.destroy());
}
