import { describe, expect, it } from 'vitest';
import { groupCode, pathOfCode, readDamagedPath, readTypedCode } from './typed-code.ts';

const lot = '/01/09521500000129/10/L-1';
const gs = '\u001d';

describe('a typed code leads to the page that it means', () => {
  it.each([
    ['09521500000129', '', '/01/09521500000129'],
    ['9521500000129', '', '/01/09521500000129'],
    ['9 521500 000129', '', '/01/09521500000129'],
    ['９５２１５０００００１２９', '', '/01/09521500000129'],
    ['9521500OOO129', '', '/01/09521500000129'],
    ['952l500000I29', '', '/01/09521500000129'],
    ['09521500000129', 'L-1', lot],
    ['09521500000129 L-1', '', lot],
    ['9521500000129/L-1', '', lot],
    ['09521500000129，L-1', '', lot],
    ['/01/09521500000129/10/L-1', '', lot],
    ['https://s.example/01/09521500000129/10/L-1', '', lot],
    ['HTTPS://S.EXAMPLE/01/09521500000129/10/L-1', '', lot],
    ['s.example/01/09521500000129/10/L-1/', '', lot],
    ['https://other.example/x/01/09521500000129/10/L-1?a=b', '', lot],
    ['https://s.example/01/09521500000129?10=L-1', '', lot],
    ['https://s.example/10/L-1/01/09521500000129', '', lot],
    ['https://s.example/01/09521500000129/10/L%2D1', '', lot],
    ['https://s.example/01/09521500000129/10/L%252D1', '', lot],
    ['https://s.example/01/09521500000129/10/a%2Fb', '', '/01/09521500000129/10/a%2Fb'],
    ['(01)09521500000129(10)L-1', '', lot],
    ['（01）09521500000129（10）L-1', '', lot],
    ['(01)09521500000129(17)271231(10)L-1(21)AB', '', `${lot}/21/AB`],
    [`]d2010952150000012910L-1${gs}21AB`, '', `${lot}/21/AB`],
    ['010952150000012917271231' + '10L-1', '', lot],
    ['010952150000012910L-1<GS>21AB', '', `${lot}/21/AB`],
    [`\u200b09521500000129\ufeff`, '\u200eL-1', lot],
  ])('%s + %s', (text, typedLot, path) => {
    expect(pathOfCode(readTypedCode(text, typedLot))).toBe(path);
  });

  it('says another host than ours as it is written in an address, and only then', () => {
    expect(readTypedCode('https://Other.example:81/01/09521500000129')).toMatchObject({
      host: 'other.example:81',
    });
    expect(readTypedCode('/01/09521500000129')).not.toHaveProperty('host');
  });
});

describe('what cannot be read is told apart', () => {
  it.each([
    ['09521500000128', 'misread'],
    ['95215000001', 'misread'],
    ['https://s.example/01/09521500000128/10/L1', 'misread'],
    ['(01)09521500000128(10)L-1', 'misread'],
    ['L-1', 'lotAlone'],
    ['(10)L-1', 'lotAlone'],
    ['', 'unreadable'],
    ['   ', 'unreadable'],
    ['<script>alert(1)</script> x', 'unreadable'],
    ['javascript:alert(1)//', 'unreadable'],
    ['javascript://s.example/01/09521500000129', 'unreadable'],
    ['file:///01/09521500000129', 'unreadable'],
    ['https://[/01/09521500000129', 'unreadable'],
    ['https://s.example/', 'unreadable'],
    ['https://s.example/01/%E0%A4%A/10/L1', 'lotAlone'],
    ['09521500000129 蒙', 'unreadable'],
    ['09521500000129 .', 'unreadable'],
    [`09521500000129 ${'x'.repeat(21)}`, 'unreadable'],
    ['1'.repeat(10_000), 'unreadable'],
    ['\ud800', 'unreadable'],
  ])('%s is %s', (text, kind) => {
    const code = readTypedCode(text);
    expect(code.kind).toBe(kind);
    expect(pathOfCode(code)).toBeUndefined();
  });

  it('keeps no lot for a product whose digits are wrong', () => {
    expect(readTypedCode('09521500000128', 'L1')).toEqual({ kind: 'misread', digits: '09521500000128' });
  });
});

it.each([
  ['/10/L-1/01/09521500000129', lot],
  ['/01/０９５２１５０００００１２９/10/L-1', lot],
  ['/01/%EF%BC%90%39521500000129/10/L-1', lot],
  ['/01/O952l500000129/10/L-1', lot],
  ['/01/09521500000129/10/L%252D1', lot],
  ['/01/%', undefined],
  ['/01', undefined],
  [`/01/${'x'.repeat(10_000)}`, undefined],
])('a damaged path %s was meant to be %s', (path, meant) => {
  expect(pathOfCode(readDamagedPath(path))).toBe(meant);
});

it('writes digits as they stand under a bar code', () => {
  expect(groupCode('9521500000129')).toBe('9 521500 000129');
  expect(groupCode('00000012')).toBe('00 000012');
});
