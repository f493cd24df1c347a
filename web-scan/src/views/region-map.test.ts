import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { leagueNamesEn } from '../words/province-names.ts';
import { examples } from './examples/index.ts';
import { renderLotPage } from './index.ts';
import { type Places, placesOf } from './places.ts';
import { readingOf } from './reading.ts';
import { renderMap } from './region-map.ts';

const [zh, en] = [readingOf('zh'), readingOf('en')];
const none: Places = { origin: [], made: [], sold: [] };
const mapOf = (places: Partial<Places>, reading = zh): string => {
  const map = renderMap({ ...none, ...places }, reading);
  return map === false ? '' : map.text;
};

interface Block {
  readonly name: string;
  readonly isMarked: boolean;
  readonly signs: string;
  readonly x: number;
  /** Half-units that the outline encloses, as `x y`. */
  readonly cells: ReadonlySet<string>;
}

/** Blocks of a map as they are drawn, each outline filled with cells of two units. */
function blocksOf(svg: string): Block[] {
  const pattern =
    /<path(?: class="(on)")? d="([^"]*)"\/><text x="(\d+)"[^>]*>([^<]*)<\/text>(?:<text[^>]*>([^<]*)<)?/g;
  return [...svg.matchAll(pattern)].map(([, on, outline = '', x, name = '', signs = '']) => ({
    name,
    isMarked: on !== undefined,
    signs,
    x: Number(x),
    cells: cellsOf(outline),
  }));
}

function cornersOf(outline: string): [number, number][] {
  let [x, y] = [0, 0];
  return [...outline.matchAll(/([MhHvVz])([-\d ]*)/g)].flatMap(([, command, text = '']) => {
    const [first = 0, second = 0] = text
      .trim()
      .split(/ |(?=-)/)
      .map(Number);
    if (command === 'z') return [];
    if (command === 'M') [x, y] = [first, second];
    if (command === 'h') x += first;
    if (command === 'H') x = first;
    if (command === 'v') y += first;
    if (command === 'V') y = first;
    return [[x, y] as [number, number]];
  });
}

function cellsOf(outline: string): Set<string> {
  const corners = cornersOf(outline);
  const cells = new Set<string>();
  for (let x = 1; x < 322; x += 2) {
    for (let y = 1; y < 136; y += 2) if (isInside(x, y, corners)) cells.add(`${x} ${y}`);
  }
  return cells;
}

/** Even and odd crossings of a ray to the right. */
function isInside(x: number, y: number, corners: readonly [number, number][]): boolean {
  return corners.reduce((inside, [oneX, oneY], index) => {
    const [otherX, otherY] = corners[(index + 1) % corners.length] ?? [0, 0];
    const crosses = oneX === otherX && oneX > x && oneY > y !== otherY > y;
    return crosses ? !inside : inside;
  }, false);
}

const touch = (one: Block, other: Block): boolean =>
  [...one.cells].some((cell) => {
    const [x = 0, y = 0] = cell.split(' ').map(Number);
    return [`${x + 2} ${y}`, `${x - 2} ${y}`, `${x} ${y + 2}`, `${x} ${y - 2}`].some((beside) =>
      other.cells.has(beside),
    );
  });

describe('the map', () => {
  const blocks = blocksOf(mapOf({ origin: ['152526'] }));
  const named = new Map(blocks.map((block) => [block.name, block]));
  const block = (name: string): Block => {
    const found = named.get(name);
    if (!found) throw new RangeError(`the map has no ${name}`);
    return found;
  };

  it('has the twelve leagues and cities, each once, in the page’s language', () => {
    expect(blocks).toHaveLength(12);
    expect(new Set(blocks.map(({ name }) => name)).size).toBe(12);
    const english = blocksOf(mapOf({ origin: ['152526'] }, en)).map(({ name }) => name);
    expect(english.toSorted()).toEqual(
      Object.values(leagueNamesEn)
        .map((name) => name.replace(' League', '').replace("'", '&#39;'))
        .toSorted(),
    );
  });

  it.each([
    ['阿拉善盟', '乌海 巴彦淖尔 鄂尔多斯'],
    ['鄂尔多斯', '乌海 巴彦淖尔 包头 呼和浩特'],
    ['乌兰察布', '包头 呼和浩特 锡林郭勒盟'],
    ['锡林郭勒盟', '乌兰察布 赤峰 通辽 兴安盟'],
    ['通辽', '赤峰 兴安盟 锡林郭勒盟'],
    ['兴安盟', '通辽 锡林郭勒盟 呼伦贝尔'],
  ])('puts %s beside its neighbours', (name, neighbours) => {
    for (const neighbour of neighbours.split(' '))
      expect(touch(block(name), block(neighbour)), neighbour).toBe(true);
  });

  it.each([
    ['阿拉善盟', '呼伦贝尔'],
    ['乌兰察布', '赤峰'],
    ['乌海', '包头'],
    ['乌海', '巴彦淖尔'],
    ['呼伦贝尔', '锡林郭勒盟'],
    ['呼伦贝尔', '通辽'],
    ['呼和浩特', '赤峰'],
  ])('keeps %s and %s apart, which have no common border', (one, other) => {
    expect(touch(block(one), block(other))).toBe(false);
  });

  it('goes from 阿拉善盟 in the west to 呼伦贝尔 in the north-east, and no block lies on another', () => {
    const inOrder = '阿拉善盟 巴彦淖尔 包头 呼和浩特 乌兰察布 锡林郭勒盟 赤峰 通辽'
      .split(' ')
      .map((name) => block(name).x);
    expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
    const all = blocks.flatMap(({ cells }) => [...cells]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('marks places by shape and by a line, and says the same in words', () => {
    const text = mapOf({ origin: ['152526'], made: ['152526', '150100'], sold: ['110105'] });
    const marked = blocksOf(text).filter(({ isMarked }) => isMarked);
    expect(marked.map(({ name, signs }) => `${name}${signs}`).toSorted()).toEqual([
      '呼和浩特■',
      '锡林郭勒盟●■',
    ]);
    expect(text).toContain('<li>● 产地 锡林郭勒盟</li>');
    expect(text).toContain('<li>■ 加工 锡林郭勒盟、呼和浩特市</li>');
    expect(text).toMatch(/<li>▲ 销售 .*自治区以外 北京市/);
  });

  it('is not there where no place is known, and marks nothing for a place outside', () => {
    expect(mapOf({})).toBe('');
    expect(blocksOf(mapOf({ sold: ['110105'] })).filter(({ isMarked }) => isMarked)).toEqual([]);
  });

  it('adds at most 1.5 KiB to a page on the wire', () => {
    for (const language of ['zh', 'en'] as const) {
      const page = renderLotPage(examples.lamb, language);
      const without = page.replace(/<section aria-labelledby="map-title">.*?<\/section>/s, '');
      expect(without).not.toBe(page);
      expect(gzipSync(page).length - gzipSync(without).length).toBeLessThan(1536);
    }
  });
});

describe('the places of a way', () => {
  it('are where goods came into being, were worked on and were sold, each once', () => {
    expect(placesOf(examples.lamb)).toEqual({ origin: ['152526'], made: ['152526'], sold: ['150105'] });
    const twice = [...examples.lamb.steps, ...examples.lamb.steps];
    expect(placesOf({ steps: twice })).toEqual(placesOf(examples.lamb));
  });

  it('leave out what was undone', () => {
    const steps = examples.lamb.steps.map((step) => ({ ...step, correction: examples.reversed.reversal }));
    expect(placesOf({ steps })).toEqual({ origin: [], made: [], sold: [] });
  });
});
