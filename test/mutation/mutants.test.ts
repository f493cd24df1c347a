import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/project-files.ts';
import { equivalent } from './equivalent.ts';
import { readLaw } from './law.ts';
import { instrument } from './mutants.ts';
import { setAside } from './run-mutants.ts';

const act = 'room/acts/sample.ts';

const mutantsOf = (text: string, file = act): string[] =>
  instrument([{ file, text }]).mutants.map(({ change, source }) => `${change}: ${source}`);

/** What the instrumented text answers with mutant `n` awake; 0 for none. */
function answerOf(text: string, n: number): unknown {
  const source = stripTypeScriptTypes(instrument([{ file: act, text }]).texts.get(act) ?? '');
  const isAwake = (asked: number): boolean => asked === n;
  const was = (value: unknown): unknown => value;
  const part = (_: number, value: unknown): unknown => value;
  return new Function('__mutant', '__maybe', '__was', '__part', `${source}; return answer;`)(
    isAwake,
    isAwake,
    was,
    part,
  );
}

describe('mutants', () => {
  it.each([
    ['if (a) f();', ['always true: a', 'always false: a', 'left out: f();']],
    ['const x = a ? 1 : 2;', ['always true: a', 'always false: a']],
    [
      'if (a && !b) throw c;',
      ['always true: a && !b', 'always false: a && !b', 'left out: a', 'left out: !b'],
    ],
    ['g(() => !a);', ['left out: g(() => !a);', 'negated: !a']],
    ['const x = a ?? b;', ['left side forgotten: a ?? b']],
    ['const f = () => a < 5;', ['< becomes <=: a < 5', '< becomes >=: a < 5', '5 becomes 4: a < 5']],
    ['const f = () => a === b;', ['=== becomes !==: a === b']],
    ['const f = () => a + b - c;', ['- becomes +: a + b - c', '+ becomes -: a + b']],
    ['n += m;', ['left out: n += m;', '+= becomes -=: n += m']],
    ['const x = list.some(f);', ['some becomes every: .some']],
    ['const x = list?.filter(f);', ['lets all through: f', 'lets nothing through: f']],
    ['const x = Math.min(a, b);', ['min becomes max: .min']],
    ['await requireA(b);', ['left out: await requireA(b);']],
    ['const x = requireA(b, c);', ['check left out: requireA(b, c)']],
    ['const x = [...a, put(b), c];', ['left out: ...a', 'left out: put(b)']],
    ['const x = [...(a ? [b] : [])];', ['always true: a', 'always false: a']],
    ['interface A { b?: 1; c: 2 } const x = { b, c };', ['left out: b']],
    ['const x = z.string().min(1).max(n).regex(r);', ['left out: .max(n)', 'left out: .min(1)']],
    ['const secondMs = 1000;', ['one more: 1000', 'one less: 1000']],
  ])('of %s', (text, changes) => {
    expect(mutantsOf(text)).toEqual(changes);
  });

  it('shift limits, and leave the arithmetic that says them alone', () => {
    expect(mutantsOf('export const limits = { bytesMax: 16 * 1024 };', 'room/model/limits.ts')).toEqual([
      'one more: 16 * 1024',
      'one less: 16 * 1024',
    ]);
  });

  it.each([
    'const x = `a` + b;',
    "throw new LedgerError('CODE', a || b);",
    "const x = 'a' + b;",
    'type A = B extends C ? D : E;',
    "import { a } from './b.ts';",
  ])('are none of what is no rule: %s', (text) => {
    expect(mutantsOf(text)).toEqual([]);
  });

  it('say where they stand', () => {
    const { mutants } = instrument([{ file: act, text: 'f(\n  a || b,\n);' }]);
    expect(mutants.map(({ id }) => id)).toEqual([`${act}:1:1#1`, `${act}:2:3#1`, `${act}:2:8#1`]);
  });

  it('sleep until they are asked for, one at a time', () => {
    const text = 'const inside = (a: number) => a >= 2 && a < 4; const answer = [1, 2, 3, 4].filter(inside);';
    const { mutants } = instrument([{ file: act, text }]);
    const answers = Object.fromEntries(
      mutants.map(({ n, change, source }) => [`${change}: ${source}`, answerOf(text, n)]),
    );
    expect(answerOf(text, 0)).toEqual([2, 3]);
    expect(answers).toEqual({
      'left out: a >= 2': [1, 2, 3],
      '>= becomes >: a >= 2': [3],
      '2 becomes 1: a >= 2': [1, 2, 3],
      'left out: a < 4': [2, 3, 4],
      '< becomes <=: a < 4': [2, 3, 4],
      '4 becomes 3: a < 4': [2],
      'lets all through: inside': [1, 2, 3, 4],
      'lets nothing through: inside': [],
    });
  });

  it('leave out an element or a member', () => {
    const text = 'interface A { b?: true } const b = true; const answer = [...[1, 2], { b, c: 2 }];';
    expect([0, 1, 2, 3].map((n) => answerOf(text, n))).toEqual([
      [1, 2, { b: true, c: 2 }],
      [{ b: true, c: 2 }],
      [1, 2],
      [1, 2, { c: 2 }],
    ]);
  });
});

describe('the law’s mutants', () => {
  const law = readLaw(projectRoot);
  const instrumented = instrument(law.sources);

  it('are of every act, and the instrumented files are TypeScript still', () => {
    expect(new Set(instrumented.mutants.map(({ file }) => file))).toContain('chaincode/src/acts/dispatch.ts');
    for (const text of instrumented.texts.values()) expect(() => stripTypeScriptTypes(text)).not.toThrow();
  });

  it('have all that equivalent.ts sets aside', () => {
    expect(() => setAside(law, instrumented, equivalent)).not.toThrow();
  });
});
