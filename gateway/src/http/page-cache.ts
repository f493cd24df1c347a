import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

/** One page in every encoding, with its strong validator. */
export interface CachedPage {
  readonly etag: string;
  /** What the page warns of before all else. */
  readonly warning?: string | undefined;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** A page as it was made, not compressed yet. */
export type RenderedPage = Omit<CachedPage, 'bodies'> & { readonly text: string };

/** A bounded memory of pages, the least recently asked for leaves first. Pages that are asked for at the same time are made once. */
export class PageCache {
  readonly #bytesMax: number;
  readonly #pages = new Map<string, { readonly page: Promise<CachedPage | undefined>; bytes: number }>();
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The page of this key; `render` is asked where it is not remembered, and what it does not know or throws is not remembered. */
  async get(key: string, render: () => Promise<RenderedPage | undefined>): Promise<CachedPage | undefined> {
    const known = this.#pages.get(key);
    if (known) {
      this.#pages.delete(key);
      this.#pages.set(key, known);
      return known.page;
    }
    const entry = { page: render().then((made) => made && compressed(made)), bytes: 0 };
    this.#pages.set(key, entry);
    try {
      const page = await entry.page;
      if (!page) this.#forget(key);
      else if (this.#pages.get(key) === entry) {
        entry.bytes = Object.values(page.bodies).reduce((sum, body) => sum + body.length, key.length);
        this.#bytes += entry.bytes;
        this.#shrink();
      }
      return page;
    } catch (error) {
      this.#forget(key);
      throw error;
    }
  }

  #shrink(): void {
    for (const key of this.#pages.keys()) {
      if (this.#bytes <= this.#bytesMax) return;
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes ?? 0;
    this.#pages.delete(key);
  }
}

async function compressed({ text, ...page }: RenderedPage): Promise<CachedPage> {
  const identity = Buffer.from(text, 'utf8');
  const [br, zipped] = await Promise.all([
    compressBrotli(identity, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: identity.length },
    }),
    compressGzip(identity, { level: 6 }),
  ]);
  return { ...page, bodies: { br, gzip: zipped, identity } };
}
