import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldMutants, seeded } from '../../web-scan/src/verify/testing-mutations.ts';
import { jcs } from '../../web-scan/src/verify/testing-prover.ts';
import { cheese, codeOf, milk, tellLittle, tellStory } from '../../web-scan/src/verify/testing-story.ts';
import { lot as numbered, play, World } from '../../web-scan/src/verify/testing-tricks.ts';
import { trickGroups } from '../../web-scan/src/verify/testing-tricks-all.ts';
import { bothAnswers } from './both-verifiers.ts';
import { type Question, reasonToSkip, run } from './second-verifier.ts';

const skipped = reasonToSkip();
const seed = process.env.MENGSU_PROOF_SEED ?? '1';

function validQuestions(): Question[] {
  const questions: Question[] = [];
  for (const fillers of [0, 1, 5, 40]) {
    const { log, lots, marks } = tellStory(fillers);
    const [pins, nowMs] = [log.pins(), Date.parse(log.time)];
    const wanted = { lot: cheese, lots, named: marks };
    const half = Math.floor(log.leaves.length / 2);
    const seen = { size: log.leaves.length + 1, root: 'A'.repeat(43), states: 'A'.repeat(43) };
    questions.push(
      ...[0, 1, 2, 3].map((index) => ({
        text: jcs(log.bundle({ ...wanted, codes: codeOf(index, cheese) })),
        ...{ pins, nowMs: nowMs + index * 10 ** 8 },
      })),
      { text: jcs(log.bundle({ ...wanted, from: half })), pins, nowMs: nowMs + 700_000 },
      { text: jcs(log.bundle({ ...wanted, lots: [cheese] })), pins, nowMs },
      { text: jcs(log.bundle({ ...wanted, lots: [cheese, milk] })), pins, nowMs },
      { text: jcs(log.bundle(wanted)), pins, nowMs, seen },
    );
  }
  return [...questions, numbersQuestion()];
}

/** Every double has one text. */
function numbersQuestion(): Question {
  const world = new World();
  const random = seeded(`${seed} of numbers`);
  const bits = new DataView(new ArrayBuffer(8));
  const doubles = Array.from({ length: 1000 }, () => {
    bits.setUint32(0, random(2 ** 32));
    bits.setUint32(4, random(2 ** 32));
    return bits.getFloat64(0);
  }).filter(Number.isFinite);
  const powers = Array.from({ length: 60 }, (_, at) => [
    10 ** (at - 30),
    1.5 * 10 ** (at - 30),
    123 * 10 ** (at - 30),
  ]);
  world.say([world.operator], {
    numbers: [...doubles, ...powers.flat(), 2 ** 53, 5e-324, 1.7976931348623157e308],
  });
  return {
    text: jcs(world.bundle({ lot: numbered })),
    pins: world.log.pins(),
    nowMs: Date.parse(world.log.time),
  };
}

function changedQuestions(): Question[] {
  const story = tellStory(2);
  const little = tellLittle();
  const wanted = { lot: cheese, lots: story.lots, named: story.marks, codes: codeOf(1, cheese), from: 3 };
  const both = [
    { log: story.log, bundle: story.log.bundle(wanted), oneOf: 45 },
    { log: little.log, bundle: little.log.bundle({ lot: little.lot, lots: [little.lot] }), oneOf: 5 },
  ];
  const random = seeded(seed);
  return both.flatMap(({ log, bundle, oneOf }) =>
    [...fieldMutants(bundle)]
      .filter(({ change }) => random(change.includes('/events/') ? oneOf * 4 : oneOf) === 0)
      .map(({ text }) => ({ text: text(), pins: log.pins(), nowMs: Date.parse(log.time) })),
  );
}

describe.skipIf(skipped !== undefined)(skipped ?? `two verifiers (seed ${seed})`, () => {
  it('say the same of what is proven', async () => {
    for (const [first, second] of await bothAnswers(validQuestions())) {
      expect(first).toMatch(/"ok":true/);
      expect(second).toBe(first);
    }
  });

  it('refuse every trick with the same code', async () => {
    const tricks = Object.values(trickGroups).flat().map(play);
    const answers = await bothAnswers(tricks.map(({ name: _, code: __, ...question }) => question));
    expect(answers.map(([, second]) => second)).toEqual(tricks.map(({ code }) => jcs({ code, ok: false })));
    expect(answers.filter(([first, second]) => first !== second)).toEqual([]);
  });

  it('say the same of what was changed', async () => {
    const questions = changedQuestions();
    expect(questions.length).toBeGreaterThan(200);
    const answers = await bothAnswers(questions);
    expect(answers.filter(([first, second]) => first !== second)).toEqual([]);
  });

  it('are asked alike: a file, pins and a time', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-verify-'));
    try {
      const { log, lot } = tellLittle();
      const files = { bundle: path.join(folder, 'bundle.json'), pins: path.join(folder, 'pins.json') };
      writeFileSync(files.bundle, jcs(log.bundle({ lot, lots: [lot] })));
      writeFileSync(files.pins, JSON.stringify(log.pins()));
      const given = [files.bundle, '--pins', files.pins, '--at'];
      expect(JSON.parse(await run([...given, log.time]))).toMatchObject({ ok: true, lot });
      expect(JSON.parse(await run([...given, '2026-08-01T00:00:00.000Z']))).toMatchObject({
        ok: false,
        code: 'CHECKPOINT_UNTRUSTED',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
