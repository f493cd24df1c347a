import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a gateway answers, or `hang` for none at all. */
export type Answer = { readonly status: number; readonly type: string; readonly text: string } | 'hang';

/** Alters an answer; `address` is the path with its query. */
export type Alteration = (answer: Exclude<Answer, 'hang'>, address: string) => Answer;

/** A gateway that says other things than the honest one behind it, on a port of loopback. */
export class LyingGateway {
  readonly #server;
  readonly #honest: string;
  /** What it says otherwise; the honest answer where it is undefined. */
  alteration: Alteration | undefined;

  private constructor(honest: string) {
    this.#honest = honest;
    this.#server = createServer((request, response) => {
      this.#answer(request.url ?? '/', request.headers.accept ?? '*/*', response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
  }

  static async start(honest: string): Promise<LyingGateway> {
    const gateway = new LyingGateway(honest);
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(address: string, accept: string, response: ServerResponse): Promise<void> {
    const honest = await fetch(`${this.#honest}${address}`, { headers: { accept } });
    const type = honest.headers.get('content-type') ?? '';
    const kept = ['content-security-policy', 'cache-control'].flatMap((name) => {
      const value = honest.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    const isText = /^(text|application\/(json|problem))/.test(type);
    const body = Buffer.from(await honest.arrayBuffer());
    const said = { status: honest.status, type, text: body.toString('utf8') };
    const answer = isText ? (this.alteration?.(said, address) ?? said) : said;
    if (answer === 'hang') return;
    response.writeHead(answer.status, { ...Object.fromEntries(kept), 'content-type': answer.type });
    response.end(isText ? answer.text : body);
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve, reject) =>
      this.#server.close((error) => (error ? reject(error) : resolve())),
    );
  }
}

/** Alters the page of a lot alone. */
export const onPage =
  (alter: (html: string) => string): Alteration =>
  (answer, address) =>
    address.startsWith('/01/') ? { ...answer, text: altered(answer.text, alter) } : answer;

/** Alters the text of what proves a lot alone. */
export const onBundle =
  (alter: (text: string) => string): Alteration =>
  (answer, address) =>
    isBundle(address) ? { ...answer, text: altered(answer.text, alter) } : answer;

export const isBundle = (address: string): boolean => address.startsWith('/api/proofs/lots/');

/** Throws where the alteration changes nothing: then there is no lie. */
function altered(text: string, alter: (text: string) => string): string {
  const after = alter(text);
  if (after === text) throw new Error('the lie changed nothing');
  return after;
}
