import { MengsuClient } from '@mengsu/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProofError, verifyBundle } from '../../web-scan/src/verify/index.ts';
import { getJson } from '../system/running-system.ts';
import { runWitnessedSystem, type WitnessedSystem } from '../system/witnessed-system.ts';
import { bothAnswers } from '../verify/both-verifiers.ts';
import { reasonToSkip } from '../verify/second-verifier.ts';

let world: WitnessedSystem;
let pins: unknown;
beforeAll(async () => {
  world = await runWitnessedSystem();
  pins = await getJson(world.system, '/api/pins');
});
afterAll(() => world?.system.remove());

const proofPath = (lotPath: string): string => {
  const [, , gtin, , lot, , serial] = lotPath.split('/');
  return `/api/proofs/lots/${gtin}/${lot}${serial === undefined ? '' : `?serial=${serial}`}`;
};
async function bundleOf(lotPath: string): Promise<string> {
  const answer = await fetch(world.system.url + proofPath(lotPath));
  const text = await answer.text();
  expect([lotPath, answer.status, answer.ok ? '' : text]).toEqual([lotPath, 200, '']);
  return text;
}
const verified = async (text: string) => verifyBundle(text, { pins, nowMs: Date.now() });

/** Every lot that the story's pages lead to, both ways. */
async function lotsOfSeason(): Promise<readonly string[]> {
  const client = new MengsuClient(world.system.url);
  const lots = new Set<string>();
  for (const { path } of world.pages) {
    const [, , gtin = '', , lot = ''] = path.split('/');
    const { nodes } = await client.trace(gtin, decodeURIComponent(lot));
    for (const node of nodes) lots.add(`/01/${node.gtin}/10/${encodeURIComponent(node.lot)}`);
  }
  return [...lots];
}

describe('what the gateway proves of a season', () => {
  const skipped = reasonToSkip();

  it.skipIf(skipped !== undefined)(
    `convinces both verifiers alike, for every lot of it and a piece${skipped === undefined ? '' : ` (${skipped})`}`,
    async () => {
      const lots = await lotsOfSeason();
      expect(lots.length).toBeGreaterThan(40);
      const texts: string[] = [];
      for (const path of [...lots, world.piece]) texts.push(await bundleOf(path));
      const nowMs = Date.now();
      for (const [first, second] of await bothAnswers(texts.map((text) => ({ text, pins, nowMs })))) {
        expect(first).toMatch(/"ok":true/);
        expect(second).toBe(first);
      }
    },
  );

  it('tells what stands: the recall of the jerky, the hold on the paste, nothing on the lamb', async () => {
    const marksOf = async (part: string) => {
      const { lot, lots } = await verified(await bundleOf(world.path(part)));
      const { recalls = [], holds = [], complete } = lots.get(lot) ?? {};
      return { recalls: recalls.length, holds: holds.length, complete };
    };
    expect(await marksOf('G0711')).toMatchObject({ recalls: 1, complete: true });
    expect(await marksOf('J0421')).toEqual({ recalls: 0, holds: 0, complete: true });
    const held = world.pages.find(({ title }) => title === '封存')?.path ?? '';
    expect(await marksOf(held)).toMatchObject({ recalls: 0, holds: 1 });
  });

  it('proves that a piece was put on', async () => {
    const { code } = await verified(await bundleOf(world.piece));
    expect(code).toMatchObject({ state: 'activated', serial: world.piece.split('/')[6] });
  });

  it('proves no piece under another serial, another place or another lot', async () => {
    const text = await bundleOf(world.piece);
    const { codes } = JSON.parse(text) as { codes: { index: number; path: string[]; serial: string } };
    const changed = [
      text.replace(
        `"serial":"${codes.serial}"`,
        `"serial":"${codes.serial.startsWith('0') ? 1 : 0}${codes.serial.slice(1)}"`,
      ),
      text.replace(`"index":${codes.index},`, `"index":${codes.index === 0 ? 1 : codes.index - 1},`),
      text.replace(codes.path[0] ?? '', codes.path[1] ?? ''),
    ];
    for (const one of changed) {
      expect(one).not.toBe(text);
      const refusal = await verified(one).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ProofError);
      expect((refusal as ProofError).code).toBe('CODE_UNPROVEN');
    }
  });

  it('answers 404 for a serial that is none, and for one of a lot whose codes are not here', async () => {
    const [lotPath = '', serial = ''] = world.piece.split('/21/');
    for (const [path, code] of [
      [`${lotPath}/21/${'0'.repeat(20)}`, 'CODE_UNKNOWN'],
      [`${world.path('J0421')}/21/${serial}`, 'CODE_SET_UNKNOWN'],
    ] as const) {
      const answer = await fetch(world.system.url + proofPath(path), {
        headers: { 'accept-language': 'en' },
      });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, code]);
    }
  });
});
