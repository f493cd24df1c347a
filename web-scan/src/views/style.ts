import { formStyle } from './form-style.ts';
import { mongolianFontPath } from './mongolian-font.ts';

const source = `
:root{color-scheme:light dark;--paper:#faf8f2;--card:#fff;--ink:#1d2522;--soft:#56605b;--line:#ded8c9;--link:#0f5673;--green:#2f6b4f;--gold:#a86b00;--sky:#1d5d85;--red:#a32a1c;--grey:#7b817d;--goodbg:#e4f0e7;--openbg:#fbecc8;--openink:#5b4100;--badbg:#fbe1dc;
--serif:"Songti SC","Noto Serif CJK SC","Source Han Serif SC",STSong,Georgia,serif}
@media(prefers-color-scheme:dark){:root{--paper:#12181a;--card:#1a2224;--ink:#e8e6df;--soft:#a6afaa;--line:#333d3f;--link:#86c5e2;--green:#7fbf95;--gold:#e0a83c;--sky:#6fb1d8;--red:#f0907f;--grey:#8d9591;--goodbg:#1e3a2b;--openbg:#453511;--openink:#f6dfa6;--badbg:#4d211b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
main,footer,.bar-top,.title{max-inline-size:44rem;margin-inline:auto;padding-inline:1rem}
a{color:var(--link);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--gold);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:.5rem;top:.5rem;z-index:1;background:var(--card);padding:.5rem 1rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.demo{margin:0;padding-block:.45rem;padding-inline:1rem;background:#f2c14e;color:#332400;font-size:.875rem;text-align:center}
.sky{background:#17475a;background:linear-gradient(#123a4c,#1f5f74);color:#fff}
.bar-top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;padding-block-start:.6rem;font-size:.9rem}
.brand{font-family:var(--serif);font-size:1.1rem;letter-spacing:.15em}
.brand span{font-size:.8rem;letter-spacing:.06em;opacity:.85}
.sky nav a{margin-inline-start:.9rem}.sky a{color:#fff;display:inline-block;padding:.35rem .2rem}
.title{padding-block-start:.6rem}
h1{margin:0;font:600 1.75rem/1.3 var(--serif)}
.title p{margin-block:.25rem 0;color:#dcebf0}
.hills{display:block;width:100%;height:2.5rem;margin:.2rem 0 0;overflow:visible}
.far{fill:#3d7f86}.mid{fill:#5d9a72}.near{fill:var(--paper)}
h2{font:600 1.25rem/1.4 var(--serif);margin-block:2.25rem .75rem}
h2 small{font:.85rem system-ui,sans-serif;color:var(--soft);margin-inline-start:.3em}
small{font-size:.85rem;color:var(--soft)}
code{font:.9em ui-monospace,Menlo,Consolas,monospace}
.n{display:inline-block}
.state{position:relative;margin-block-start:.25rem;padding:.9rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.say{margin-block:0 .6rem;font:600 1.2rem/1.4 var(--serif)}
.warn{color:var(--red);border-inline-start:.3rem solid var(--red);padding-inline-start:.6rem}
.stop{margin:0;padding-block:.9rem;padding-inline:1rem;background:#a01b10;color:#fff}.stop>*{max-inline-size:42rem;margin:0 auto}.stop h2{font:700 1.35rem/1.4 var(--serif)}.stop dl{display:grid;grid-template-columns:fit-content(45%) minmax(0,1fr);gap:.1rem .9rem;margin-block-start:.5rem}.stop a{color:#fff}
.marks{margin-block:0 .6rem;font-size:.9rem}
.breach{display:block;font-size:.875rem;color:var(--red)}
.wrong b{text-decoration:line-through}
.papers div{grid-column:1/-1}.papers p{margin:0}
.bar{display:block;width:100%;height:.6rem;border-radius:.3rem;background:var(--line)}
rect.available{fill:var(--green)}rect.inTransit{fill:var(--gold)}rect.sold{fill:var(--sky)}rect.used{fill:var(--soft)}rect.disposed,rect.countedLess{fill:var(--red)}rect.returned{fill:var(--grey)}
.parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:.1rem 2rem;margin-block:.6rem}
.parts div{display:flex;justify-content:space-between;flex-wrap:wrap;gap:0 1rem}
.parts dt{color:var(--soft)}
.parts dt:before{content:"";display:inline-block;width:.65em;height:.65em;margin-inline-end:.4em;border-radius:2px;background:var(--line)}
.available dt:before{background:var(--green)}.inTransit dt:before{background:var(--gold)}.sold dt:before{background:var(--sky)}.used dt:before{background:var(--soft)}.disposed dt:before,.countedLess dt:before{background:var(--red)}.returned dt:before{background:var(--grey)}
dd{margin:0}
.parts dd{font-weight:600;margin-inline-start:auto}
.seal{margin:0;padding-block-start:.65rem;border-block-start:1px dashed var(--line);font-size:.875rem;color:var(--soft)}
#proof p{margin:0}#proof p+p,#proof ul{margin-block-start:.3rem}#proof ul{padding-inline-start:.9rem}#proof.alarm{margin-block-start:.75rem;padding-block:.75rem;padding-inline:1rem;background:var(--badbg);border:2px solid var(--red);border-radius:.75rem;font-size:1rem;color:var(--ink)}#proof .warn{font-weight:600}
pre{white-space:pre-wrap;font:.8rem/1.5 ui-monospace,Menlo,Consolas,monospace}
.map{display:block;inline-size:100%;max-inline-size:32rem;margin-block:.75rem .25rem;fill:var(--card);stroke:var(--grey)}.map text{font-size:9px;text-anchor:middle;fill:var(--ink);stroke:none}.map .on{fill:var(--openbg);stroke:var(--gold);stroke-width:1.6}.map .on+text{fill:var(--openink)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:0 2rem;margin-block:.75rem 0}
.facts div{display:flex;gap:.75rem;padding-block:.3rem;border-block-end:1px solid var(--line)}
.facts dt{flex:0 0 min(5.5em,38%);color:var(--soft)}
:lang(en)>body .facts dt{flex-basis:min(7.5em,38%)}
.note{color:var(--soft)}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 1rem}
.head h2{margin-block-end:.5rem}
.head a{display:inline-block;padding-block:.3rem}
ol,ul{margin:0;padding:0;list-style:none}
.way{border-inline-start:2px solid var(--line);margin-inline-start:.45rem}
.way>li{position:relative;padding-block-end:.35rem;padding-inline-start:1.1rem;scroll-margin-block-start:1rem}
.way>li:before{content:"";position:absolute;inset-inline-start:-.5rem;inset-block-start:.85rem;width:.6rem;height:.6rem;border:.15rem solid var(--paper);border-radius:50%;background:var(--grey)}
.way>.born:before{background:var(--green)}.way>.made:before{background:var(--gold);border-radius:3px}.way>.sold:before{background:var(--sky)}.way>.gone:before{background:var(--red)}
.way>li:target>details{background:var(--card)}
summary{cursor:pointer;padding-block:.5rem;padding-inline:.4rem 1.5rem;border-radius:.4rem;position:relative;list-style:none}
summary::-webkit-details-marker{display:none}
summary:after{content:"";position:absolute;inset-inline-end:.5rem;inset-block-start:1.05rem;width:.45rem;height:.45rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg)}
[open]>summary:after{transform:rotate(-135deg);inset-block-start:1.25rem}
summary:hover{background:var(--card)}
.when{font-size:.85rem;color:var(--soft);margin-inline-end:.3em}
.who,.what{display:block;font-size:.925rem;line-height:1.5}
.who{color:var(--soft)}
.from .what{display:inline}
.tag{font-style:normal;font-size:.8rem;padding-block:.1em;padding-inline:.5em;border-radius:1em;display:inline-block;line-height:1.4}
.good{background:var(--goodbg)}.open{background:var(--openbg);color:var(--openink)}.bad{background:var(--badbg)}.late{box-shadow:inset 0 0 0 1px var(--line);color:var(--soft)}
details dl{display:grid;grid-template-columns:fit-content(38%) minmax(0,1fr);gap:.35rem .9rem;margin-block:.1rem .75rem;padding:.75rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem;font-size:.925rem}
details dt{color:var(--soft);grid-column:1}
details dd{grid-column:2}
.from>li{border-block-start:1px solid var(--line)}
.from>li:last-child{border-block-end:1px solid var(--line)}
.d2{padding-inline-start:1rem}.d3{padding-inline-start:2rem}.d4{padding-inline-start:3rem}
.from p,.from ul{margin-block:0 .6rem;margin-inline-start:.4rem;font-size:.925rem}
.from p a,.from li li a{display:inline-block;padding-block:.15rem}
.lot{color:var(--soft);font-size:.9rem}
footer{margin-block-start:2.5rem;padding-block-end:2rem;font-size:.875rem;color:var(--soft)}
.meander{display:block;color:var(--line);margin-block-end:1rem}
.advice{font-size:1.05rem}
@media(min-width:40rem){h1{font-size:2.25rem}.title{padding-block-start:1.75rem}.hills{height:4.5rem}.state{padding:1.25rem 1.5rem}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999;--link:#000;--red:#000;--openbg:#fff;--openink:#000;--goodbg:#fff;--badbg:#fff}.sky{background:none;color:#000}.title p,.brand span{color:#333}.sky a,nav,.skip,.hills,.app,summary:after{display:none}.demo,.stop{border:1px solid #000;background:none;color:#000}.stop{border-width:3px}.stop a{color:#000}.tag{box-shadow:inset 0 0 0 1px #999}details::details-content{content-visibility:visible;block-size:auto}.way>li,.from>li,.state,.facts div{break-inside:avoid}body{font-size:10pt}main a[href^="/"]:after{content:" (" attr(href) ")";font-size:.8em}.map .on{stroke:#000}}
`;

/** The style sheet of the pages, as it stands between the style tags. */
export const style: string = (source + formStyle).replaceAll('\n', '');

/** What the Mongolian page has beside: columns from left to right, and letters that are shaped. One font without unicode-range, so that no word is cut between two. */
const vertical = `
@font-face{font-family:Mongol;src:url(${mongolianFontPath}) format("woff2");font-display:swap}
html{writing-mode:vertical-lr}
:lang(mn-Mong){font-family:Mongol,"Noto Sans Mongolian","Mongolian Baiti",sans-serif}
h1 :lang(mn-Mong),b :lang(mn-Mong){font-weight:400}
.hills,.meander,.bar{display:none}
.sky{padding-block-end:.75rem}
@media screen{.sky{background:linear-gradient(90deg,#123a4c,#1f5f74)}}
.map,.map+*{writing-mode:horizontal-tb}
.map{inline-size:auto;width:20rem;max-width:80vw}
summary:after{transform:rotate(-45deg)}
[open]>summary:after{transform:rotate(135deg)}
`;

export const mongolianStyle: string = style + vertical.replaceAll('\n', '');

/** The source expressions that let exactly these style sheets in: `'sha256-…'` (CSP Level 3 §2.3.1). */
export async function styleSource(): Promise<string> {
  const sources = [style, mongolianStyle].map(async (text) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
  });
  return (await Promise.all(sources)).join(' ');
}

/** The Content-Security-Policy of every page here: no request but for our own letters, nobody's frame. `withScript` lets our own modules run, by their address alone, and ask us. */
export async function contentSecurityPolicy({ withScript = false } = {}): Promise<string> {
  const scripts = withScript ? " script-src 'self'; connect-src 'self';" : '';
  return `default-src 'none';${scripts} style-src ${await styleSource()}; font-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}
