import jsqr from 'jsqr';
import { PNG } from 'pngjs';
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

/** What a phone reads from the picture of a label. */
async function decodeLabel(address: string): Promise<string | undefined> {
  const answer = await fetch(address);
  expect(answer.headers.get('content-type')).toBe('image/png');
  const { data, width, height } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
  // The decoder is a CommonJS module whose function is its default export.
  const decode = (jsqr as unknown as { default?: typeof jsqr }).default ?? jsqr;
  return (decode as unknown as DecodeQr)(new Uint8ClampedArray(data), width, height)?.data;
}

type DecodeQr = (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;

describe('a label', () => {
  it('opens the page of its lot when its picture is read by a QR decoder', async () => {
    // A piece's own label is printed by its maker, and asked for by nobody else.
    for (const page of pages.filter(({ path }) => !path.includes('/21/'))) {
      const read = await decodeLabel(`${system.url}${page.path}/qr.png`);
      expect(read).toBe(system.url + page.path);
      const answer = await fetch(String(read));
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('示范网络');
    }
  });

  it('is a drawing as well, with no script and nothing from elsewhere', async () => {
    const answer = await fetch(`${system.url}${pages[0]?.path}/qr.svg`);
    expect(answer.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    const drawing = await answer.text();
    expect(drawing).toMatch(/^<svg /);
    expect(drawing).not.toMatch(/<script|href=/);
  });

  it('refuses a lot with a wrong check digit', async () => {
    const answer = await fetch(`${system.url}/01/09521500000120/10/J0421/qr.png`);
    expect(answer.status).toBe(400);
  });
});
