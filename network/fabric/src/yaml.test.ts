import { describe, expect, it } from 'vitest';
import { renderYaml } from './yaml.ts';

describe('YAML', () => {
  it('is written in blocks, with texts in quotes', () => {
    const value = { a: { b: 'x: "y"', c: [] }, list: ['one', { d: true, e: [1] }], f: {} };
    expect(renderYaml(value)).toBe(
      [
        'a:',
        '  b: "x: \\"y\\""',
        '  c: []',
        'list:',
        '  - "one"',
        '  - d: true',
        '    e:',
        '      - 1',
        'f: {}',
        '',
      ].join('\n'),
    );
  });

  it('knows no list in a list', () => {
    expect(() => renderYaml({ a: [[1]] })).toThrow(/a list in a list/);
  });
});
