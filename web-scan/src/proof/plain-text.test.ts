import { describe, expect, it } from 'vitest';
import { html } from '../views/html.ts';
import { oneLine, plainText } from './plain-text.ts';

describe('the text of our markup', () => {
  it.each(['羊肉', 'Mutton & more', '<b>"it\'s"</b>', '&amp;', '1 < 2 > 0'])(
    '%j is what was put into it',
    (text) => {
      expect(plainText(html`<b lang="en">${text}</b>`)).toBe(text);
    },
  );

  it('is on one line', () => {
    expect(oneLine('  a \n b\t')).toBe('a b');
    expect(plainText(html`<p>a</p> <p> b</p>`)).toBe('a b');
  });
});
