#!/usr/bin/env node
import { Command } from 'commander';
import { type CodesOptions, listCodes, makeCodes, putCodes } from './cli/codes.ts';
import { doctor } from './cli/doctor.ts';
import { type FoundOptions, found } from './cli/found.ts';
import { digest, rebuildIndex } from './cli/index-commands.ts';
import { drawLabels } from './cli/labels.ts';
import { answerReport, listReports, showReport } from './cli/reports.ts';
import { status } from './cli/status.ts';
import { verify } from './cli/verify.ts';
import { parseConfig } from './config.ts';

const program = new Command('mengsu').description(
  'Commands for whoever runs a gateway. They read the same environment as the gateway: docs/configuration.md.',
);

program
  .command('found')
  .description('found organisations on the ledger, each as its admin')
  .option('--organisation <mspId>', 'needed without --document')
  .option('--document <file...>', 'signed documents with one found event each')
  .option('--admin-certificate <file>', 'PEM; default: the admin of the connection file')
  .option('--admin-key <file>', 'PEM')
  .option('--network <id>', 'without --document: the id of the network')
  .option('--party <creditCode>', "without --document: the organisation's own party")
  .option('--name-zh <name>', 'without --document')
  .option('--name-en <name>', 'without --document')
  .option('--division <code>', 'without --document: GB/T 2260')
  .option('--registrar-key <file>', 'without --document: private JWK')
  .option('--log-key <file>', 'without --document: JWK')
  .option('--service-key <file>', 'without --document: JWK')
  .action(async (options: FoundOptions) => {
    for await (const { organisation, id, status: became } of found(parseConfig(process.env), options))
      console.log(`${organisation} ${became} ${id}`);
  });

program
  .command('status')
  .description('what the running gateway says of itself')
  .action(async () => {
    const { ready, lines } = await status(parseConfig(process.env));
    for (const line of lines) console.log(line);
    if (!ready) process.exitCode = 1;
  });

program
  .command('rebuild')
  .description(
    'empty the index, read the ledger again from block 0, print the digest; refused while a gateway runs on this store: stop it first',
  )
  .action(async () => console.log(await rebuildIndex(parseConfig(process.env), process.stderr)));

program
  .command('digest')
  .description('print the SHA-256 of the index')
  .action(async () => console.log(await digest(parseConfig(process.env))));

program
  .command('doctor')
  .description('look at everything that the gateway needs')
  .action(async () => {
    const findings = await doctor(parseConfig(process.env));
    for (const { check, ok, says } of findings) console.log(`${ok ? 'ok ' : 'BAD'}  ${check}: ${says}`);
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
  });

const print = (lines: readonly string[]): void => {
  for (const line of lines) console.log(line);
};
const reports = program
  .command('reports')
  .description('投诉 and 举报 that people told; every look is written down');
reports
  .command('list')
  .description('one line each, the newest first, without words and contacts')
  .action(async () => print(await listReports(parseConfig(process.env))));
reports
  .command('show')
  .description('one report, opened with the key in MENGSU_DATA')
  .argument('<receipt>')
  .action(async (receipt: string) => print(await showReport(parseConfig(process.env), receipt)));
reports
  .command('answer')
  .description('write down what was answered')
  .argument('<receipt>')
  .argument('<text>')
  .action(async (receipt: string, text: string) =>
    print(await answerReport(parseConfig(process.env), receipt, text)),
  );

const codes = program.command('codes').description('item codes: docs/labels.md');

codes
  .command('make')
  .description('draw the codes of a lot into a file and print the root that issueCodes wants')
  .requiredOption('--lot <gtin/lot>', 'the lot')
  .requiredOption('--set <number>', 'number of the set, 1 for the first of the lot')
  .requiredOption('--count <number>', 'how many codes')
  .option('--out <file>', 'default: in MENGSU_DATA/made-codes')
  .action(async (options: CodesOptions) =>
    console.log((await makeCodes(parseConfig(process.env), options, process.stderr)).root),
  );

codes
  .command('put')
  .description('bring the file of a set that is on the ledger to a gateway')
  .requiredOption('--lot <gtin/lot>', 'the lot')
  .requiredOption('--set <number>', 'number of the set')
  .requiredOption('--party <id>', 'who has issued it')
  .option('--file <file>', 'default: where make has put it')
  .option('--url <url>', 'default: the gateway that runs on this data folder')
  .action(async (options: CodesOptions) => console.log(await putCodes(parseConfig(process.env), options)));

codes
  .command('list')
  .description('the sets that this gateway holds')
  .action(async () => {
    for (const { lot, party, set, count, root } of await listCodes(parseConfig(process.env)))
      console.log(`${lot} ${party} ${set} ${count} ${root}`);
  });

program
  .command('labels')
  .description('draw labels into a file: docs/labels.md')
  .requiredOption('--lot <gtin/lot>', 'the lot')
  .requiredOption('--out <file>', 'must not be there yet')
  .option('--set <number>', 'labels of its pieces; without it copies of the label of the lot')
  .option('--party <id>', 'whose set')
  .option('--from <place>', 'first place in the set, default 0')
  .option('--to <place>', 'last place, default the last of the set')
  .option('--copies <number>', 'without --set: how many, default 24')
  .option('--format <format>', 'pdf or zpl, default pdf')
  .option('--paper <paper>', 'a4, a4:COLUMNSxROWS, or WIDTHxHEIGHT in mm of a roll; default a4 (3x8)')
  .option('--dpi <number>', 'of a ZPL printer: 203, 300, 600; default 300')
  .option('--bestBefore <day>', 'of a lot that is not on the ledger yet: 2027-09-01')
  .action(async (options: CodesOptions) => {
    await drawLabels(parseConfig(process.env), options, process.stderr);
  });

program
  .command('verify')
  .description('check the proof of a lot without believing who made it (docs/proof.md); needs no gateway')
  .argument('<bundle>', 'a file, or - for the standard input')
  .requiredOption(
    '--pins <file>',
    'JSON: the network, the organisations believed, how many of them must sign',
  )
  .option('--at <time>', "the reader's time, RFC 3339; default: now")
  .option('--json', 'print the answer as JSON')
  .action(async (bundle: string, options: { pins: string; at?: string; json?: boolean }) => {
    const { ok, lines } = await verify({ bundle, ...options }, process.stdin);
    for (const line of lines) console.log(line);
    if (!ok) process.exitCode = 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  // A command's failure is one sentence.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
