import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { openReportDesk, reportsKeyFile } from '../reports/report-office.ts';
import { makeReport, secretContact, secretWords } from '../reports/testing-reports.ts';
import { openStore } from '../store/open-store.ts';
import { answerReport, listReports, showReport } from './reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-reports-'));
const config = parseConfig({ MENGSU_DATA: folder });
afterAll(() => rmSync(folder, { recursive: true }));

it('lists, shows and answers reports beside a running gateway, and writes down each look', async () => {
  const store = await openStore(config.databaseUrl);
  const desk = openReportDesk(config, store);
  const clearsScreen = '\u001b[2J';
  const { receipt } = await desk.receive(makeReport({ text: `${secretWords}${clearsScreen}` }), '192.0.2.1');
  const list = (await listReports(config)).join();
  expect(list).toContain(receipt);
  expect(list).not.toContain(secretContact);
  const shown = (await showReport(config, receipt.toLowerCase())).join('\n');
  for (const part of [secretWords, secretContact, 'no regulator on this ledger'])
    expect(shown).toContain(part);
  expect(shown).not.toContain(clearsScreen);
  expect(await answerReport(config, receipt, '已转交')).toEqual([`${receipt} answered`]);
  await expect(answerReport(config, receipt, '再次')).rejects.toThrow('answered before');
  expect(await desk.find(receipt)).toHaveProperty('answeredAt');
  const looks = await store.db.selectFrom('report_looks').select('what').execute();
  expect(looks.map(({ what }) => what).toSorted()).toEqual(['answer', 'list', 'show']);
  await store.close();
});

it('refuses a wrong receipt, an empty or endless answer, and a key that others may read', async () => {
  await expect(showReport(config, 'T0000000000001')).rejects.toThrow('one of them is wrong');
  await expect(showReport(config, 'T000000000000')).rejects.toThrow('no such receipt');
  for (const text of [' ', 'x'.repeat(1_001)])
    await expect(answerReport(config, 'T000000000000', text)).rejects.toThrow('1 to 1000');
  chmodSync(reportsKeyFile(config), 0o640);
  await expect(listReports(config)).rejects.toThrow('mode 0600');
});
