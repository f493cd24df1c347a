import type { CallFault } from './failure.ts';

/** What a peer's own words mean for whoever runs it, the most telling first (recorded of Fabric 3.1.5). */
const reasons: readonly (readonly [words: RegExp, reason: (match: RegExpExecArray) => string])[] = [
  [
    /timeout expired while starting chaincode (\S+)/,
    ([, id]) => `the chaincode beside it does not register as ${id}: it runs under another package id`,
  ],
  [
    /could not launch chaincode (\S+?): connection/,
    ([, id]) => `the chaincode beside it (${id}) is not reached`,
  ],
  [/chaincode stream terminated/, () => 'the chaincode beside it ended in the middle of a call'],
  [
    /No metadata was found for chaincode (\S+) in channel (\S+)/,
    ([, chaincode, channel]) =>
      `there is no chaincode ${chaincode} on channel ${channel}, as far as it knows`,
  ],
  [/failed to get config for channel \[(\S+?)\]/, ([, channel]) => `it is not in channel ${channel}`],
  [/creator org unknown|creator is malformed|access denied/, () => 'it does not accept our certificate'],
  [
    /no combination of peers|no peers available/,
    () => 'too few organisations’ peers answer for the endorsement policy',
  ],
  [/DEADLINE_EXCEEDED/, () => 'it does not answer in time'],
  [/UNAVAILABLE/, () => 'it is not reached'],
];

const lengthMax = 300;

/** One sentence for an operator; the peer's own words where they are of no kind that we know. */
export function faultReason({ message, details }: CallFault): string {
  const texts = [...details.map((detail) => detail.message), message];
  for (const [words, reason] of reasons)
    for (const text of texts) {
      const match = words.exec(text);
      if (match) return reason(match);
    }
  return texts.join(' | ').slice(0, lengthMax);
}
