import { connect } from 'node:net';

/** One answer as it went over the wire. */
export interface WireAnswer {
  readonly headerBytes: number;
  readonly body: Buffer;
}

const timeoutMs = 10_000;

/** A GET over a connection of its own, every byte of the answer counted. Throws unless the answer is 200. */
export function wireGet(url: string, encoding: 'br' | 'gzip' | 'identity'): Promise<WireAnswer> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${url} did not answer`)));
    socket.once('error', reject);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => {
      const bytes = Buffer.concat(chunks);
      const headerBytes = bytes.indexOf('\r\n\r\n') + 4;
      const headers = bytes.subarray(0, headerBytes).toString('latin1');
      if (headers.startsWith('HTTP/1.1 200')) resolve({ headerBytes, body: bytes.subarray(headerBytes) });
      else reject(new Error(`${url} answered ${headers.slice(0, 40)}`));
    });
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/html\r\nAccept-Encoding: ${encoding}\r\nConnection: close\r\n\r\n`,
    );
  });
}

/** What a browser would fetch beside the page itself: sources, style sheets, images that are not within the page. */
export function furtherRequestsOf(html: string): string[] {
  const found = html.matchAll(
    /<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc="([^"]+)"|<link\b[^>]*\bhref="([^"]+)"[^>]*>|url\(([^)]+)\)/g,
  );
  return [...found]
    .filter(([tag]) => !/^<link\b/.test(tag) || /rel="(stylesheet|preload|icon|modulepreload)"/.test(tag))
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((address) => !/^["']?(data:|#)/.test(address));
}
