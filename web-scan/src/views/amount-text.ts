import { type Amount, isNothing, measures, say } from '@mengsu/chaincode/model';
import { groupDigits } from '../words/group-digits.ts';
import type { CountNoun, Words } from '../words/index.ts';
import { type Html, html } from './html.ts';

/** Words of category codes and what people count such goods in; the first that fits decides. */
const nounsByWord: readonly (readonly [word: string, noun: CountNoun])[] = [
  ['carcass', 'carcass'],
  ['cut', 'piece'],
  ['hide', 'piece'],
  ['skin', 'piece'],
  ['bottle', 'bottle'],
  ['box', 'box'],
  ['carton', 'carton'],
  ['bag', 'bag'],
  ['uht', 'carton'],
  ['dairy', 'carton'],
  ['rice', 'bag'],
  ['flour', 'bag'],
  ['millet', 'bag'],
  ['grain', 'bag'],
  ['lamb', 'sheep'],
  ['sheep', 'sheep'],
  ['goat', 'sheep'],
  ['cattle', 'head'],
  ['cow', 'head'],
  ['horse', 'head'],
  ['camel', 'head'],
];

/** What people count goods of a category in: `meat-carcass` → carcass, anything unknown → piece. */
export function countNounOf(category: string): CountNoun {
  const words = category.split('-');
  return nounsByWord.find(([word]) => words.includes(word))?.[1] ?? 'piece';
}

/** An amount as people say it: `20 只 · 760 kg`; a measure of 0 is left out beside another. Mass and volume are exact up to 10 t and 10,000 L, then rounded to 10 kg and marked as rounded. */
export function amountText(amount: Amount, category: string, words: Words): string {
  const parts = measures.flatMap((measure) => {
    const value = amount[measure];
    if (value === undefined || (value === 0 && !isNothing(amount))) return [];
    if (measure === 'count') return [words.count(value, countNounOf(category))];
    return [measure === 'massG' ? massText(value, words) : volumeText(value)];
  });
  return parts.length === 0 ? words.count(0, countNounOf(category)) : parts.join(' · ');
}

/** The same with the exact base units on touch, where they read differently. */
export function amountHtml(amount: Amount, category: string, words: Words): Html {
  return html`<span class="n" title="${say(amount)}">${amountText(amount, category, words)}</span>`;
}

function massText(grams: number, words: Words): string {
  if (grams < 1000) return `${grams} g`;
  if (grams < 10_000_000) return `${groupDigits(grams / 1000)} kg`;
  const text = `${groupDigits(Math.round(grams / 10_000) / 100)} t`;
  return grams % 10_000 === 0 ? text : words.approximately(text);
}

function volumeText(millilitres: number): string {
  return millilitres < 1000 ? `${millilitres} mL` : `${groupDigits(millilitres / 1000)} L`;
}
