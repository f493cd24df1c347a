import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyBundle } from './index.ts';
import { jcs } from './testing-prover.ts';
import { cheese, codeOf, grass, milk, rennet, tellLittle, tellStory } from './testing-story.ts';

const { log, lots, marks, ids, organisations, operator, lost } = tellStory(3);
const nowMs = Date.parse(log.time);
const pins = log.pins();

describe('a bundle', () => {
  it('of one event is proven', async () => {
    const little = tellLittle();
    const text = jcs(little.log.bundle({ lot: little.lot, lots: [little.lot] }));
    const verdict = await verifyBundle(text, { pins: little.log.pins(), nowMs: Date.parse(little.log.time) });
    expect([...verdict.events.values()].map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    expect(verdict.lots.get(little.lot)?.complete).toBe(true);
  });

  it('of a story says all that the page promises', async () => {
    const text = jcs(log.bundle({ lot: cheese, lots, named: marks, codes: codeOf(1, cheese) }));
    const { events, lots: standing, checkpoint, code } = await verifyBundle(text, { pins, nowMs });
    const { madeBy } = standing.get(cheese)?.state ?? {};
    const registrar = organisations[0]?.registrar.kid;
    expect(events.get(madeBy ?? '')?.signers).toEqual([
      { kid: operator.kid, party: 'MAKER', role: 'operator' },
    ]);
    const byLost = [...events.values()].find(({ signers }) => signers[0]?.kid === lost.kid);
    expect(byLost?.event.act).toBe('admit');
    const enrolment = [...events.values()].find(({ event }) => event.act === 'enrolDevice');
    expect(enrolment?.signers[0]).toEqual({
      kid: registrar,
      party: 'PARTY-OF-ProducersMSP',
      role: 'registrar',
    });
    expect(standing.get(cheese)).toEqual({
      complete: true,
      ids: [...events.values()].filter(({ event }) => event.lot === cheese).map(({ id }) => id),
      state: { claims: ['green', 'mengzibiao'], holds: [], recalls: [], madeBy },
      recalls: [{ id: ids.recall, lot: grass }],
      holds: [{ id: ids.hold, lot: rennet, scope: 'lots' }],
      parents: [milk, rennet],
      absentParents: [],
    });
    expect(standing.get(milk)?.holds).toEqual([]);
    expect(checkpoint).toMatchObject({
      size: log.leaves.length,
      time: log.time,
      organisations: ['BrandMSP', 'ProducersMSP', 'RegulatorMSP', 'TradeMSP'],
      age: 'fresh',
    });
    expect(code).toMatchObject({ serial: '1111111111111111BBBB', state: 'activated' });
  });

  it('says the age of its checkpoint', async () => {
    const text = jcs(log.bundle({ lot: cheese, lots, named: marks }));
    const ageAt = async (laterMs: number) =>
      (await verifyBundle(text, { pins, nowMs: nowMs + laterMs })).checkpoint.age;
    expect(await Promise.all([-300_000, 0, 600_000].map(ageAt))).toEqual(['fresh', 'fresh', 'fresh']);
    expect(await Promise.all([600_001, 86_400_000].map(ageAt))).toEqual(['old', 'old']);
    expect(await ageAt(86_400_001)).toBe('stale');
  });

  it('says what it lacks: events of a lot, and lots that it was made of', async () => {
    const text = jcs(log.bundle({ lot: cheese, lots: [cheese], codes: codeOf(1, cheese) }));
    const { lots: standing, code } = await verifyBundle(text, { pins, nowMs });
    expect(standing.get(cheese)).toMatchObject({ parents: [milk, rennet], absentParents: [milk, rennet] });
    expect(code?.state).toBe('activated');
    const bundle = log.bundle({ lot: cheese, lots: [milk], named: [`lot/${cheese}`, ...marks] });
    const alone = (await verifyBundle(jcs(bundle), { pins, nowMs })).lots.get(cheese);
    expect(alone).toMatchObject({ complete: false, ids: [], parents: undefined, absentParents: [] });
  });

  it.each([
    [0, 'issued'],
    [1, 'activated'],
    [2, 'activated'],
    [3, 'void'],
    [4, 'issued'],
  ])('says of code %i that it is %s', async (index, state) => {
    const text = jcs(log.bundle({ lot: cheese, lots, named: marks, codes: codeOf(index, cheese) }));
    expect((await verifyBundle(text, { pins, nowMs })).code?.state).toBe(state);
  });

  it('calls no code activated where events of the lot may be left out', async () => {
    const bundle = log.bundle({ lot: cheese, lots, named: marks, codes: codeOf(1, cheese) });
    const subjects = (bundle.subjects as { id: string; of?: number[] }[]).map(({ of, ...rest }) =>
      rest.id === cheese ? rest : { ...rest, ...(of ? { of } : {}) },
    );
    expect((await verifyBundle(jcs({ ...bundle, subjects }), { pins, nowMs })).code?.state).toBe('issued');
  });

  it('is believed of any three of four', async () => {
    for (const missing of organisations) {
      const signedBy = organisations.filter((one) => one !== missing);
      const text = jcs(log.bundle({ lot: cheese, lots, named: marks, signedBy }));
      expect((await verifyBundle(text, { pins, nowMs })).checkpoint.organisations).toEqual(
        signedBy.map(({ msp }) => msp).sort(),
      );
    }
  });

  it('continues what was seen, or is older', async () => {
    const { log: growing, lot } = tellLittle();
    const given = { pins: growing.pins(), nowMs };
    const first = jcs(growing.bundle({ lot, lots: [lot] }));
    const seen = (await verifyBundle(first, given)).checkpoint;
    for (let more = 1; more < 9; more++) {
      growing.fill(1);
      const bundle = growing.bundle({ lot, lots: [lot], from: seen.size });
      expect((await verifyBundle(jcs(bundle), { ...given, seen })).checkpoint.older).toBeUndefined();
      const later = { ...seen, size: seen.size + more };
      expect((await verifyBundle(first, { ...given, seen: later })).checkpoint.older).toBe(true);
    }
    const again = await verifyBundle(first, { ...given, seen });
    expect(again.checkpoint).toEqual(seen);
    const empty = { ...seen, size: 0 };
    expect(
      (await verifyBundle(jcs(growing.bundle({ lot, lots: [lot] })), { ...given, seen: empty })).lot,
    ).toBe(lot);
  });
});

const room = import.meta.dirname;
const sources = readdirSync(room).filter((name) => !/^testing|\.test\.ts$/.test(name));

it.each(sources)('%s imports nothing from outside, and uses nothing that only Node or a page has', (name) => {
  const text = readFileSync(path.join(room, name), 'utf8');
  const imported = [...text.matchAll(/\bfrom '([^']+)'/g)].map((match) => match[1] ?? '');
  expect(imported.filter((one) => !/^\.\/[a-z0-9-]+\.ts$/.test(one))).toEqual([]);
  expect(imported.filter((one) => one.includes('testing'))).toEqual([]);
  expect(
    /\b(Buffer|process|document|window|fetch|atob|btoa|Date\.now|Math\.random|setTimeout|console)\b/.exec(
      text,
    )?.[0],
  ).toBeUndefined();
});
