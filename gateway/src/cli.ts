#!/usr/bin/env node
import { Command } from 'commander';
import { doctor } from './cli/doctor.ts';
import { type FoundOptions, found } from './cli/found.ts';
import { digest, rebuildIndex } from './cli/index-commands.ts';
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
