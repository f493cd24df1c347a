import { budgetRows } from './testing-budget-rows.ts';

/** docs/budget.md, from the rows that record-budget.test.ts measures. */
export function budgetPage(): string {
  const rows = budgetRows.map(
    ({ act, of, messages, reads, writes }) => `| \`${act}\` | ${of} | ${messages} | ${reads} | ${writes} |`,
  );
  return `${[
    '# What each act reads and writes',
    '',
    'Written by `node chaincode/write-budget-page.ts` from `chaincode/src/testing-budget-rows.ts`; a test measures every row, and another compares this page.',
    '',
    'One event alone in its document, at a peer that takes batches. **Messages** go to the peer: a multi-get of what the event names, where needed one of what those records name, and one batch of writes. **Reads** and **writes** are keys.',
    '',
    'Every event reads five keys: the network, its own id, its party, its device and that device’s withdrawal of it. Every cosigner adds its device, withdrawal and party. Every event writes its id. Where goods are moved, sent, sold or used, each hold or recall that they name adds one read, and no message. Events of one document share their messages: a key is read once and written once, and 50 sales of one lot take three.',
    '',
    '| act | case | messages | reads | writes |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}
