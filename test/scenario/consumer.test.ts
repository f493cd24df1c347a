import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoryPage } from '../../demo/src/story/tell.ts';
import { type RunningSystem, runSystem, tell } from '../system/running-system.ts';

let system: RunningSystem;
let pages: readonly StoryPage[];

beforeAll(async () => {
  system = await runSystem();
  pages = await tell(system);
});
afterAll(() => system?.remove());

interface Product {
  readonly product: { readonly gtin: string };
  readonly lots: readonly { readonly lot: string }[];
}

describe('a person without an account', () => {
  it('comes from the bar code of any product to one of its lots that is for sale', async () => {
    let lotsSeen = 0;
    for (const { path } of pages) {
      const gtin = path.split('/')[2] ?? '';
      const found = await fetch(`${system.url}/find?code=${gtin.replace(/^0/, '')}`, {
        headers: { accept: 'application/json' },
      });
      expect([path, found.status]).toEqual([path, 200]);
      const { product, lots } = (await found.json()) as Product;
      expect(product.gtin).toBe(gtin);
      for (const { lot } of lots.slice(0, 2)) {
        const page = await fetch(`${system.url}/01/${gtin}/10/${encodeURIComponent(lot)}`);
        expect([lot, page.status]).toEqual([lot, 200]);
        expect(await page.text()).toContain('/tell?code=');
        lotsSeen += 1;
      }
    }
    expect(lotsSeen).toBeGreaterThan(0);
  });

  it('complains of a lot and gets a receipt that says until when', async () => {
    const [, , code, , lot] = (pages[0]?.path ?? '').split('/');
    const answer = await fetch(`${system.url}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'complaint',
        matter: 'label',
        text: '标签上的日期看不清',
        code,
        lot: decodeURIComponent(lot ?? ''),
        nonce: randomBytes(16).toString('base64url'),
      }),
    });
    expect(answer.status).toBe(201);
    const receipt = await fetch(system.url + answer.headers.get('location'));
    const text = await receipt.text();
    expect(text).toContain('7 个工作日截止');
    expect(text).not.toContain('标签上的日期看不清');
  });
});
