import { describe, expect, it } from 'vitest';
import { html, path, webAddress } from './html.ts';

const hostile = `"><img src=x onerror=alert(1)>'&`;

describe('html', () => {
  it('escapes in element content and in quoted attributes', () => {
    const { text } = html`<p title="${hostile}">${hostile}</p>`;
    const safe = '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;';
    expect(text).toBe(`<p title="${safe}">${safe}</p>`);
  });

  it('knows its place after a quoted attribute and after a > inside one', () => {
    expect(html`<p title="a > b" class="${'c'}">${'d'}</p>`.text).toBe('<p title="a > b" class="c">d</p>');
  });

  it('keeps markup of its own, joins lists, and writes nothing for undefined and false', () => {
    const items = ['a', 'b'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${undefined}${false}${0}</ul>`.text).toBe('<ul><li>a</li><li>b</li>0</ul>');
  });

  it('shows marks that reorder text, and keeps those of Mongolian script', () => {
    expect(html`${'a\u202eb\u2066c\u0000d'}`.text).toBe('a\ufffdb\ufffdc\ufffdd');
    const mongolian = 'ᠬᠣᠨᠢᠨ\u202fᠤ ᠮᠢᠬ\u180eᠠ';
    expect(html`${mongolian}`.text).toBe(mongolian);
  });

  it('writes a lone surrogate as a replacement character', () => {
    expect(html`${'\ud800'}`.text).toBe('\ufffd');
  });

  it.each([
    ['an unquoted attribute', () => html`<p class=${'x'}></p>`],
    ['a single-quoted attribute', () => html`<p class='${'x'}'></p>`],
    ['a tag name', () => html`<${'p'}>`],
    ['an attribute name', () => html`<p ${'hidden'}>`],
    ['an event attribute', () => html`<p onclick="${'x'}">`],
    ['a style attribute', () => html`<p style="${'x'}">`],
    ['a style element', () => html`<style>${'x'}</style>`],
    ['a script', () => html`<script>${'x'}</script>`],
    ['a comment', () => html`<!-- ${'x'} -->`],
    ['an attribute, as markup', () => html`<p title="${html`x`}">`],
    ['href, as text', () => html`<a href="${'javascript:alert(1)'}">`],
  ])('refuses a hole in %s', (_where, write) => {
    expect(write).toThrow(TypeError);
  });
});

describe('addresses', () => {
  it('writes every hole as one segment', () => {
    const { text } = html`<a href="${path`/01/${'1'}/10/${`"<>&'/?#`}`}">x</a>`;
    expect(text).toBe('<a href="/01/1/10/%22%3C%3E%26&#39;%2F%3F%23">x</a>');
  });

  it('refuses a path to another host, and a scheme', () => {
    expect(() => path`//${'evil.example'}`).toThrow(TypeError);
    expect(() => path`javascript:${'x'}`).toThrow(TypeError);
  });

  it('refuses every address but http and https', () => {
    expect(webAddress('https://trace.example/01/1').text).toBe('https://trace.example/01/1');
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nonsense'])
      expect(() => webAddress(text)).toThrow(TypeError);
  });
});
