import { problemCodes, statusOf } from '../../gateway/src/http/problem.ts';
import type { Answer, Shot } from './hammer-shot.ts';

/** Text that only our insides have: stacks, files, libraries, engines, databases. */
const insides =
  /\n\s+at |\bat (\/|file:|async |Object\.|Router)|node_modules|node:internal|file:\/\/|Error:|ZodError|\bzod\b|unrecognized_keys|invalid_type|too_small|Unexpected (token|end|non-whitespace)|in JSON at|SQLITE|sqlite|kysely|\bundefined\b|\[object Object\]|\bgrpc\b|express|body-parser|PayloadTooLarge|URIError/i;

interface Said {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly pointer?: string;
}

/** What is wrong with an answer: one sentence, or undefined when it is a proper refusal. */
export function faultOf(shot: Shot, answer: Answer): string | undefined {
  const wrong = faultIn(shot, answer);
  return (
    wrong && `${shot.name} [${shot.method} ${shot.path.slice(0, 80)}]: ${wrong}; ${answer.text.slice(0, 300)}`
  );
}

function faultIn({ method, expected }: Shot, { status, headers, text }: Answer): string | undefined {
  if (insides.test(text)) return `says of our insides: ${insides.exec(text)?.[0]}`;
  if (expected.mayPass && status === 200) return undefined;
  if (expected.mayHangUp && status === 0) return undefined;
  if (status < 400 || status > 499) return `status ${status}`;
  if (method === 'HEAD') return undefined;
  const type = headers.get('content-type') ?? '';
  if (expected.isPage && type.startsWith('text/html')) return faultOfPage(text);
  if (!type.startsWith('application/problem+json')) return `status ${status} with content type ${type}`;
  return faultOfProblem(expected, status, text);
}

const faultOfPage = (text: string): string | undefined =>
  /<script>alert|<img src=x/i.test(text) ? 'gives the script back' : undefined;

function faultOfProblem(expected: Shot['expected'], status: number, text: string): string | undefined {
  const said = JSON.parse(text) as Said;
  const code = problemCodes.find((known) => known === said.code);
  if (!code) return `code ${said.code}`;
  if (said.status !== status || statusOf(code) !== status) return `${code} with status ${status}`;
  if (said.title.length === 0) return 'no title';
  if (expected.codes && !expected.codes.includes(code))
    return `code ${code}, not ${expected.codes.join(' or ')}`;
  if (said.pointer !== undefined && !said.pointer.startsWith('/')) return `pointer ${said.pointer}`;
  return expected.pointer === undefined || expected.pointer === said.pointer
    ? undefined
    : `pointer ${said.pointer}, not ${expected.pointer}`;
}
