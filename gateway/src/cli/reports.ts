import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { parseReceipt } from '../reports/receipt-number.ts';
import { reportLimits } from '../reports/report.ts';
import type { OpenedReport, ReportDesk } from '../reports/report-desk.ts';
import { openReportDesk } from '../reports/report-office.ts';
import { openStore } from '../store/open-store.ts';

/** Every report, the newest first, one line each, without words and contacts. The look is written down. */
export function listReports(config: Config): Promise<readonly string[]> {
  return withDesk(config, async (desk) => {
    const reports = await desk.list(userInfo().username);
    return reports.map(({ receipt, kind, matter, receivedAt, dueOn, answeredAt, code }) =>
      [
        receipt,
        kind,
        matter,
        receivedAt,
        answeredAt === undefined ? `due ${dueOn ?? '–'}` : `answered ${answeredAt}`,
        code,
      ].join('  '),
    );
  });
}

/** One report, opened. The look is written down. Throws where there is none. */
export function showReport(config: Config, typed: string): Promise<readonly string[]> {
  return withDesk(config, async (desk) => {
    const report = await desk.show(userInfo().username, receiptOf(typed));
    if (!report) throw new Error('there is no such receipt, or its report is no longer kept');
    return linesOf(report);
  });
}

/** Writes down what was answered, sealed; the page of the receipt says only that. Throws where there is none or it was answered before. */
export function answerReport(config: Config, typed: string, text: string): Promise<readonly string[]> {
  return withDesk(config, async (desk) => {
    const receipt = receiptOf(typed);
    const { length } = [...text.trim()];
    if (length < 1 || length > reportLimits.textCharactersMax)
      throw new Error(`an answer has 1 to ${reportLimits.textCharactersMax} characters`);
    if (!(await desk.answer(userInfo().username, receipt, text.trim())))
      throw new Error('there is no such receipt, or it was answered before');
    return [`${receipt} answered`];
  });
}

function linesOf(report: OpenedReport): readonly string[] {
  const { kind, regulators, maker, text, contact, answer, ...state } = report;
  return [
    ...Object.entries(state).map(([name, value]) => `${name}: ${value}`),
    `kind: ${kind}`,
    `for: ${regulators.length > 0 ? regulators.join(', ') : 'no regulator on this ledger; 12315'}`,
    kind === 'disclosure' ? 'never to the maker' : `maker: ${maker ?? 'unknown'}`,
    `contact: ${contact === '' ? 'none' : plain(contact)}`,
    `text: ${plain(text)}`,
    ...(answer === undefined ? [] : [`answer: ${plain(answer)}`]),
  ];
}

/** A stranger's words must not drive the terminal. */
const plain = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, '\ufffd');

function receiptOf(typed: string): string {
  const receipt = parseReceipt(typed);
  if (receipt === undefined) throw new Error('a receipt is T and 12 characters; one of them is wrong');
  return receipt;
}

async function withDesk<T>(config: Config, use: (desk: ReportDesk) => Promise<T>): Promise<T> {
  const store = await openStore(config.databaseUrl);
  try {
    return await use(openReportDesk(config, store));
  } finally {
    await store.close();
  }
}
