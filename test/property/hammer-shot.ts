import { connect } from 'node:net';

/** One request, sent byte for byte as it is written here. */
export interface Shot {
  readonly name: string;
  readonly method: string;
  /** As it stands in the request line; nothing is encoded. */
  readonly path: string;
  /** Header lines; Host, Connection and Content-Length are added where they are missing. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly expected: Expected;
}

/** What may be answered. Without `codes` every refusal is right. */
export interface Expected {
  readonly codes?: readonly string[];
  readonly pointer?: string;
  /** A page in HTML says it. */
  readonly isPage?: boolean;
  /** Also right: the connection is closed while the request is still being sent. */
  readonly mayHangUp?: boolean;
  /** Also right: 200, because nothing in it is wrong. */
  readonly mayPass?: boolean;
}

export interface Answer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

const answerTimeoutMs = 30_000;

export function fire(url: string, shot: Shot): Promise<Answer> {
  const { host } = new URL(url);
  const given = new Set(Object.keys(shot.headers ?? {}).map((name) => name.toLowerCase()));
  const added = { Host: host, Connection: 'close', 'Content-Length': String(shot.body?.length ?? 0) };
  const lines = [
    `${shot.method} ${shot.path} HTTP/1.1`,
    ...Object.entries(added)
      .filter(([name]) => !given.has(name.toLowerCase()))
      .map(([name, value]) => `${name}: ${value}`),
    ...Object.entries(shot.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return fireRaw(url, Buffer.concat([head, shot.body ?? Buffer.alloc(0)]));
}

/** Sends bytes as they are and reads until the connection is closed. Throws where that takes over 30 s. */
export function fireRaw(url: string, bytes: Buffer): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end of the answer within ${answerTimeoutMs} ms to ${bytes.subarray(0, 200)}`));
    }, answerTimeoutMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve(parseAnswer(Buffer.concat(chunks).toString('utf8')));
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    // The server may hang up while we still send: what it said before counts.
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes);
  });
}

function parseAnswer(whole: string): Answer {
  const raw = whole.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const middle = raw.indexOf('\r\n\r\n');
  const [first = '', ...lines] = raw.slice(0, Math.max(0, middle)).split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  return { status, headers, text: middle < 0 ? '' : raw.slice(middle + 4) };
}
