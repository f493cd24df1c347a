import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { jcs } from '../../../web-scan/src/verify/testing-prover.ts';
import { cheese, codeOf, rennet, tellStory } from '../../../web-scan/src/verify/testing-story.ts';
import { verify } from './verify.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { log, lots, marks, ids } = tellStory(1);
const text = jcs(log.bundle({ lot: cheese, lots: lots.slice(0, 3), named: marks, codes: codeOf(2, cheese) }));
const pins = path.join(folder, 'pins.json');
const bundle = path.join(folder, 'bundle.json');
writeFileSync(pins, JSON.stringify(log.pins()));
writeFileSync(bundle, text);

const nothing = async function* (): AsyncGenerator<Buffer> {};
const input = async function* (given: string | Buffer): AsyncGenerator<Buffer> {
  yield Buffer.from(given);
};

describe('mengsu verify', () => {
  it('says every event, who signed it, and how the lots stand', async () => {
    const { ok, lines } = await verify({ bundle, pins, at: log.time }, nothing());
    expect(ok).toBe(true);
    expect(lines[1]).toMatch(/\(fresh\), signed by BrandMSP, ProducersMSP, RegulatorMSP, TradeMSP$/);
    const proven = lines.filter((line) => line.startsWith('proven #'));
    expect(proven.length).toBe((JSON.parse(text) as { events: unknown[] }).events.length);
    expect(proven.at(-1)).toMatch(
      /^proven #\d+ sell by MAKER: said 2026-\S+Z, recorded 2026-\S+Z, signed by \S+ \(operator of MAKER\), \S+ \(operator of OFFICE\)$/,
    );
    expect(lines).toContainEqual(
      expect.stringMatching(`^lot ${cheese}: all its events; hold ${ids.hold} of ${rennet} stands; made of `),
    );
    expect(lines).toContain('  not in this bundle: 06901234567892/GRASS');
    expect(lines.at(-1)).toBe('code 2222222222222222CCCC of set 1: activated');
  });

  it('says it as JSON, of the standard input too', async () => {
    const { ok, lines } = await verify({ bundle: '-', pins, at: log.time, json: true }, input(text));
    expect(ok).toBe(true);
    expect(JSON.parse(lines.join(''))).toMatchObject({ ok: true, lot: cheese, code: { state: 'activated' } });
  });

  it('refuses what is changed, and says the code', async () => {
    const changed = text.replace('"act\\":\\"sell', '"act\\":\\"sold');
    expect(await verify({ bundle: '-', pins, at: log.time }, input(changed))).toEqual({
      ok: false,
      lines: ['NOT_IN_LOG: /tree has another root than the checkpoint'],
    });
    const { lines } = await verify({ bundle: '-', pins, at: log.time, json: true }, input(changed));
    expect(JSON.parse(lines.join(''))).toMatchObject({ ok: false, code: 'NOT_IN_LOG', pointer: '/tree' });
  });

  it('refuses what is not UTF-8, begins with a byte order mark, or comes from the future', async () => {
    const codeOfInput = async (given: string | Buffer, at = log.time) =>
      (await verify({ bundle: '-', pins, at }, input(given))).lines[0]?.split(':')[0];
    expect(await codeOfInput(Buffer.from([0x22, 0xff, 0x22]))).toBe('BUNDLE_INVALID');
    expect(await codeOfInput(`\ufeff${text}`)).toBe('BUNDLE_INVALID');
    expect(await codeOfInput(text, '2026-08-31T00:00:00.000Z')).toBe('CHECKPOINT_UNTRUSTED');
  });

  it('refuses a time that is none, and pins that are no JSON', async () => {
    await expect(verify({ bundle, pins, at: 'now' }, nothing())).rejects.toThrow(/^now is no time/);
    const file = path.join(folder, 'no.json');
    writeFileSync(file, 'x');
    expect((await verify({ bundle, pins: file }, nothing())).lines[0]).toMatch(/^PINS_INVALID: /);
  });

  it('ends with 0, or with 1 where nothing is proven', async () => {
    const cli = path.join(import.meta.dirname, '../cli.ts');
    const end = (at: string) =>
      new Promise<readonly [number, string]>((resolve) => {
        const given = [cli, 'verify', bundle, '--pins', pins, '--at', at];
        execFile(process.execPath, given, (error, stdout) => resolve([Number(error?.code ?? 0), stdout]));
      });
    expect(await end(log.time)).toEqual([0, expect.stringMatching(/^lot /)]);
    expect(await end('2026-08-31T00:00:00.000Z')).toEqual([
      1,
      expect.stringMatching(/^CHECKPOINT_UNTRUSTED: /),
    ]);
  });
});
