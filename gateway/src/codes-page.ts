import {
  breachCodes,
  breachSentences,
  type LedgerErrorCode,
  refusalSentences,
  refusals,
} from '@mengsu/chaincode/model';
import { breachMeanings, refusalMeanings } from '@mengsu/chaincode/model/meanings';

/** docs/codes.md, from the law's own lists: every refusal in the order of the checks, every breach in the order of the law. */
export function codesPage(): string {
  const refusalRows = (Object.keys(refusals) as LedgerErrorCode[]).map((code) => {
    const { zh, en } = refusalSentences[code];
    return `| \`${code}\` | ${refusals[code]} | ${refusalMeanings[code]} | ${zh} | ${en} |`;
  });
  const breachRows = breachCodes.map((code) => {
    const { zh, en } = breachSentences[code];
    return `| \`${code}\` | ${breachMeanings[code]} | ${zh} | ${en} |`;
  });
  return `${[
    '# Codes of the law',
    '',
    'Written by `node gateway/write-codes-page.ts` from `chaincode/src/model`; a test compares. The sentences are what people read; traditional Mongolian waits for a native reader (docs/words.md).',
    '',
    '## Refusals',
    '',
    'Nothing was written. The checks are made in this order; the first that fails is the answer. The status is that of the HTTP answer.',
    '',
    '| code | status | what it means | 中文 | English |',
    '|---|---|---|---|---|',
    ...refusalRows,
    '',
    '## Breaches',
    '',
    'The fact was recorded, with the rules that it does not keep: all that apply, in this order.',
    '',
    '| code | what it means, and what follows | 中文 | English |',
    '|---|---|---|---|',
    ...breachRows,
  ].join('\n')}\n`;
}
