import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PageCache } from './page-cache.ts';

const page = (text: string) => async () => ({ etag: `"${text.length}"`, text });

describe('the cache of pages', () => {
  it('gives the same page in every encoding', async () => {
    const made = await new PageCache(1_000_000).get('k', page('蒙溯'.repeat(100)));
    expect(made && brotliDecompressSync(made.bodies.br).toString()).toBe('蒙溯'.repeat(100));
    expect(made && gunzipSync(made.bodies.gzip).toString()).toBe('蒙溯'.repeat(100));
  });

  it('makes a page once for everybody who asks at the same time', async () => {
    const cache = new PageCache(1_000_000);
    let made = 0;
    const render = async () => {
      made += 1;
      return { etag: '"e"', text: 'x' };
    };
    await Promise.all([cache.get('k', render), cache.get('k', render), cache.get('k', render)]);
    expect(made).toBe(1);
  });

  it('never holds more than its bytes, and forgets what was asked for least recently', async () => {
    const cache = new PageCache(2_000);
    for (let index = 0; index < 50; index++) {
      await cache.get(`k${index}`, page(`${index}`.repeat(300)));
      await cache.get('k0', page('kept'));
      expect(cache.bytes).toBeLessThanOrEqual(2_000);
    }
    let again = 0;
    await cache.get('k49', async () => {
      again += 1;
      return undefined;
    });
    expect(again).toBe(0);
  });

  it('remembers neither what is unknown nor what failed', async () => {
    const cache = new PageCache(1_000);
    expect(await cache.get('k', async () => undefined)).toBeUndefined();
    await expect(
      cache.get('k', async () => {
        throw new Error('store');
      }),
    ).rejects.toThrow('store');
    expect(await cache.get('k', page('now'))).toMatchObject({ etag: '"3"' });
  });
});
