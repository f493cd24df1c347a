import type { CodeWords } from './code-words.ts';
import { groupDigits } from './group-digits.ts';

const timesOf = (count: number): string => (count === 1 ? 'once' : `${groupDigits(count)} times`);

export const codeEn: CodeWords = {
  title: 'The code of this piece',
  serial: 'Code',
  states: {
    active: 'This code is on the ledger and was put on a piece.',
    inactive: 'This code is not in use yet: a piece that bears it is not yet for sale.',
    void: 'This label was voided and should be on no piece.',
  },
  tooMany:
    'This code was scanned too often and in too many places: this cannot be one package. Ask the seller, or call 12315.',
  copies: 'A code can be copied: that it is on record does not say that this is the piece it was made for.',
  issued: 'record of issue',
  activated: 'record of activation',
  voided: 'record of voiding',
  holds: 'This case holds',
  neverScanned: 'Nobody else’s scan of this code is on record within 30 days.',
  unknownTitle: 'No such code',
  noSets: 'The codes of this lot are not at this site, so this code cannot be checked here.',
  unknownAdvice:
    'Scan the label again, or type the code character by character. If the label says just this, keep the packaging and tell the seller or the local market regulator (telephone 12315).',
  unknown: (serial) => `“${serial}” is no code of this maker’s labels.`,
  scanned: (timesSince, places, isFull) => [
    'Within 30 days, this code was first scanned on ',
    `, and ${timesSince === 0 ? 'not' : `${isFull ? 'at least ' : ''}${timesOf(timesSince)}`} since, in at least ${groupDigits(places)} ${places === 1 ? 'place' : 'places'}.`,
  ],
};
