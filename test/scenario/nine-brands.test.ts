import { MengsuClient } from '@mengsu/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoryPage } from '../../demo/src/story/tell.ts';
import { getJson, type RunningSystem, runSystem, tell } from '../system/running-system.ts';

interface Head {
  readonly indexed: { readonly block: number };
}

let system: RunningSystem;
let pages: readonly StoryPage[];

const page = (part: string): string => {
  const found = pages.find((one) => one.path.includes(part));
  if (!found) throw new Error(`the story has no page ${part}`);
  return found.path;
};
const lotOf = (part: string): [gtin: string, lot: string] => {
  const [, , gtin = '', , lot = ''] = page(part).split('/');
  return [gtin, decodeURIComponent(lot)];
};

beforeAll(async () => {
  system = await runSystem();
  pages = await tell(system);
});
afterAll(() => system?.remove());

describe('nine brands through the public API', () => {
  it('shows the lamb’s whole way on its page, from the pasture to the shop', async () => {
    const answer = await fetch(system.url + page('J0421'), { headers: { 'accept-language': 'zh' } });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    for (const words of [
      '锡林郭勒羊肉卷',
      '苏尼特左旗牧民合作社(示范)',
      '锡林浩特肉羊屠宰加工厂(示范)',
      '呼和浩特鲜食店(示范)',
      '示范网络',
    ]) {
      expect(html, words).toContain(words);
    }
  });

  it('shows a page for every brand and for what goes wrong', async () => {
    for (const { title, path } of pages) {
      const answer = await fetch(system.url + path);
      expect(answer.status, title).toBe(200);
    }
  });

  it('adds up every gram of the slices: in hand, sold, brought back and destroyed', async () => {
    const [gtin, lot] = lotOf('J0421');
    const answer = await new MengsuClient(system.url).lot(gtin, lot);
    expect(answer.created).toEqual({ count: 920, massG: 230_000 });
    expect(answer.amounts).toMatchObject({
      available: { count: 824, massG: 206_000 },
      sold: { count: 84, massG: 21_000 },
    });
    const [shop, ...others] = answer.holdings.filter(({ available }) => available.count !== 0);
    expect(shop).toMatchObject({ site: 'STORE-1', available: { count: 824, massG: 206_000 } });
    expect(others).toEqual([]);
    const acts = answer.steps.map((step) => step.act);
    const way = ['commission', 'dispatch', 'receive', 'settle', 'transform', 'move', 'transform'];
    const atTheShop = ['dispatch', 'receive', 'sell', 'takeBack', 'dispose'];
    expect(acts.filter((act) => [...way, ...atTheShop].includes(act))).toEqual([...way, ...atTheShop]);
  });

  it('tells the till that sold on after the recall, and the harvest above the quota', async () => {
    const client = new MengsuClient(system.url);
    const breachesOf = async (part: string) =>
      (await client.lot(...lotOf(part))).steps.flatMap(({ breaches }) => breaches);
    expect(await breachesOf('G0711')).toEqual(['RECALLED']);
    expect(await breachesOf('N0914')).toEqual(['OVER_QUOTA']);
    expect(await breachesOf('J0421')).toEqual([]);
  });

  it('traces the blended rice back through the mix to both fields, and the fields forward to every bag', async () => {
    const client = new MengsuClient(system.url);
    const back = await client.trace(...lotOf('D02'), { direction: 'back' });
    const fields = back.nodes.filter((node) => node.lot === 'G2609').map((node) => node.gtin);
    expect(new Set(fields).size).toBe(2);
    const [first = ''] = fields;
    const forward = await client.trace(first, 'G2609', { direction: 'forward' });
    expect(forward.nodes.map((node) => node.lot)).toEqual(expect.arrayContaining(['R01', 'D02']));
  });

  it('finds three farms in one carton of milk', async () => {
    const trace = await new MengsuClient(system.url).trace(...lotOf('U1121'));
    expect(trace.nodes.filter((node) => node.lot === 'N1120')).toHaveLength(3);
    expect(trace.edges.filter((edge) => edge.to.endsWith('/K1120'))).toHaveLength(3);
  });

  it('gives every step of the page its signed event', async () => {
    const client = new MengsuClient(system.url);
    const { steps } = await client.lot(...lotOf('D02'));
    for (const step of steps) {
      const event = await client.event(step.eventId);
      expect(event).toMatchObject({ act: step.act, device: step.device });
    }
  });

  it('continues where it was after a restart, and records nothing twice', async () => {
    const [gtin, lot] = lotOf('J0421');
    const before = await getJson<Head>(system, `/api/lots/${gtin}/${lot}`);
    await system.stop();
    await system.start();
    expect(await tell(system)).toEqual(pages);
    const after = await getJson<Head>(system, `/api/lots/${gtin}/${lot}`);
    expect(after).toEqual({ ...before, indexed: after.indexed });
    expect(after.indexed.block).toBe(before.indexed.block);
  });
});
