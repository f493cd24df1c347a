import { breachSentences } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../words/index.ts';
import { examples } from './examples/index.ts';
import { languages, renderLotPage } from './index.ts';

const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'");

describe.each(languages)('what the law found, on the page in %s', (language) => {
  const words = catalogues[language];
  const written = language === 'en' ? 'en' : 'zh';
  const pageOf = (data: (typeof examples)['lamb']): string => renderLotPage(data, language);
  const lamb = pageOf(examples.lamb);

  it('says in one sentence, before all else and in red, what is dangerous', () => {
    const said = {
      held: words.warnings.held,
      expired: words.warnings.expired,
      reversed: words.warnings.reversed,
    };
    for (const name of ['held', 'expired', 'reversed'] as const) {
      const page = pageOf(examples[name]);
      expect(page).toContain(`<p class="say warn">${said[name]}</p>`);
      expect(textOf(page)).not.toContain(words.states.onSale);
    }
    expect(lamb).not.toContain('say warn');
    expect(textOf(lamb)).toContain(words.states.onSale);
  });

  it('says a recall before everything else that is read, in the title too, with whom to ask by name', () => {
    const page = pageOf(examples.recalled);
    const body = textOf(page.slice(page.indexOf('<body')));
    expect(body.startsWith(words.warnings.recalledEarlier)).toBe(true);
    expect(page).toMatch(new RegExp(`<title[^>]*>${words.warnings.recalledEarlier}`));
    const alarm = textOf(/<aside class="stop".*?<\/aside>/s.exec(page)?.[0] ?? '');
    const [recall] = examples.recalled.marks.recalls;
    for (const names of [examples.recalled.maker.names, recall?.by.names])
      expect(alarm).toContain(names?.[written] ?? names?.zh);
    expect(alarm).toContain('12315');
    for (const name of ['lamb', 'held', 'expired'] as const)
      expect(pageOf(examples[name])).not.toContain('class="stop"');
  });

  it('names no regulator where the maker recalled on its own', () => {
    const { maker, marks } = examples.recalled;
    const recalls = marks.recalls.map((recall) => ({ ...recall, by: maker }));
    const page = pageOf({ ...examples.recalled, marks: { recalls, holds: [] } });
    expect(textOf(page)).toContain(words.facts.callMaker);
    expect(textOf(page)).not.toContain(words.facts.callRegulator);
  });

  it('shows a declaration with every field that the law asks for', () => {
    const [declaration] = examples.lamb.declarations;
    if (!declaration) throw new TypeError('the example has a declaration');
    const { facts, sentences, bases, lines } = words;
    const fields = [
      facts.product,
      facts.amount,
      facts.placeOfOrigin,
      facts.declaredOn,
      facts.declarer,
      facts.contact,
    ];
    for (const text of [...fields, bases[declaration.basis], lines.declarations])
      expect(textOf(lamb)).toContain(text);
    const promised = (form: 1 | 2) =>
      textOf(pageOf({ ...examples.lamb, declarations: [{ ...declaration, form }] }));
    expect(promised(1)).toContain(sentences.promiseOne);
    expect(promised(1)).not.toContain(sentences.promiseTwo);
    expect(promised(2)).toContain(sentences.promiseTwo);
  });

  it('shows of a certificate what it covers, and of a long list the first ones', () => {
    const categories = ['lamb', 'lamb-cut', 'lamb-carcass', 'sheep'];
    const scope = { products: ['09521500000129'], categories, sites: ['PLANT-1'] };
    const claims = examples.lamb.claims.map((claim) => ({ ...claim, scope }));
    const text = textOf(pageOf({ ...examples.lamb, claims }));
    expect(text).toContain(`${words.lines.covers} ${categories.slice(0, 3).join(words.between)} … 5`);
    expect(text).toContain(`${words.facts.site} PLANT-1`);
    expect(text).not.toContain('09521500000129');
  });

  it('shows of a test the digest of its report and the qualification of the laboratory', () => {
    const [test] = examples.lamb.tests;
    expect(textOf(lamb)).toContain(`${words.facts.report} ${test?.report.slice(0, 8)}`);
    expect(textOf(lamb)).toContain(test?.certificate);
  });

  it('says of a hold and a recall why, since when, by whom, and on which record', () => {
    const page = pageOf(examples.recalled);
    const [recall] = examples.recalled.marks.recalls;
    expect(page).toContain(`href="/api/events/${recall?.eventId}"`);
    for (const text of [words.reasons.residue, words.level(1), words.ofLot(recall?.lot ?? '')])
      expect(textOf(page)).toContain(text);
    expect(textOf(pageOf(examples.held))).toContain(words.marks.byRule);
  });

  it('shows broken rules as sentences, and what was corrected as such', () => {
    const text = textOf(pageOf(examples.held));
    expect(text).toContain(breachSentences.YIELD_OUT_OF_BAND[written]);
    expect(text).toContain(breachSentences.PAPER_MISSING[written]);
    expect(text).toContain(words.lines.corrected);
    expect(text).toContain(words.reasons.wrongAmount);
    expect(textOf(lamb)).not.toContain(breachSentences.PAPER_MISSING[written]);
  });

  it('shows marks with their certificates, declarations, tests and treatments, and says where there are none', () => {
    const { claims, tests, declarations, treatments } = examples.lamb;
    expect(lamb).toContain(`href="/api/certificates/${claims[0]?.certificate}"`);
    for (const { eventId } of [...tests, ...declarations, ...treatments])
      expect(lamb).toContain(`href="/api/events/${eventId}"`);
    expect(textOf(lamb)).toContain(words.verdicts.passed);
    const rice = textOf(pageOf(examples.rice));
    expect(rice).toContain(words.lines.noClaims);
    expect(rice).toContain(words.lines.noTests);
  });

  it('lets no recalled lot stand under a mark, and says that a certificate was withdrawn', () => {
    expect(textOf(pageOf(examples.recalled))).toContain(words.lines.notWhileMarked);
    expect(textOf(lamb)).not.toContain(words.lines.notWhileMarked);
    const claims = examples.lamb.claims.map((claim) => ({ ...claim, state: 'withdrawn' as const }));
    expect(textOf(pageOf({ ...examples.lamb, claims }))).toContain(words.trust.withdrawn);
  });

  it('names a scheme that it has no word for by its code', () => {
    const claims = examples.lamb.claims.map((claim) => ({ ...claim, scheme: 'constructor' }));
    expect(textOf(pageOf({ ...examples.lamb, claims }))).toContain('constructor');
  });

  it('names 地理标志 by the words and its own code, and other schemes by their words', () => {
    const schemes = ['gi-horqin-beef', 'organic', 'green'];
    const claims = schemes.flatMap((scheme) => examples.lamb.claims.map((claim) => ({ ...claim, scheme })));
    const text = textOf(pageOf({ ...examples.lamb, claims }));
    expect(text).toContain(`${words.schemes.gi} horqin-beef`);
    expect(text).toContain(words.schemes.organic);
    expect(text).toContain(words.schemes.green);
  });

  it('says of a lot that was undone that its marks are revoked, not that it is on hold', () => {
    const text = textOf(pageOf({ ...examples.reversed, claims: examples.lamb.claims }));
    expect(text).toContain(words.lines.revoked);
    expect(text).not.toContain(words.lines.notWhileMarked);
  });

  it('tells a whole lot’s test as a step without an amount', () => {
    const [step] = examples.lamb.steps;
    const [lot] = step?.lots ?? [];
    if (!step || !lot) throw new TypeError('the example has a step');
    const test = {
      ...step,
      act: 'inspect',
      verdict: 'failed',
      lots: [{ ...lot, side: 'line', amount: {} }],
    } as const;
    const text = textOf(pageOf({ ...examples.lamb, steps: [test] }));
    expect(text).toContain(words.acts.inspect);
    expect(text).toContain(words.verdicts.failed);
    expect(text).not.toMatch(new RegExp(`(^|\\D)${words.count(0, 'sheep')}`));
  });

  it('stays bounded where forty tests are told', () => {
    const [test] = examples.lamb.tests;
    if (!test) throw new TypeError('the example has a test');
    const tests = Array.from({ length: 40 }, () => test);
    expect(pageOf({ ...examples.lamb, tests }).split(test.eventId)).toHaveLength(7);
  });
});
