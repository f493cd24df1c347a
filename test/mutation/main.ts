import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { projectRoot } from '../house/project-files.ts';
import { equivalent } from './equivalent.ts';
import { readLaw } from './law.ts';
import { instrument, type Mutant } from './mutants.ts';
import { Progress } from './progress.ts';
import { endLine, failingText, survivorTeller } from './report.ts';
import { runMutants, setAside } from './run-mutants.ts';

interface Flags {
  readonly list?: true;
  readonly only?: string;
  readonly json?: string;
  readonly threads?: string;
}

const program = new Command('mutation')
  .description('Breaks every rule of the law in turn, and says which of them no test guards.')
  .argument('[paths...]', 'only mutants of files whose path contains one of these')
  .option('--list', 'list the mutants and run nothing')
  .option('--only <id>', 'only the mutants whose id begins so, with the test that kills each')
  .option('--json <file>', 'write every verdict there')
  .option('--threads <number>', 'how many run side by side (default: one per processor)')
  .parse();
const flags = program.opts<Flags>();

const isWanted = ({ file, id }: Mutant): boolean =>
  (program.args.length === 0 || program.args.some((part) => file.includes(part))) &&
  (flags.only === undefined || id.includes(flags.only));

const law = readLaw(projectRoot);
if (flags.list) {
  for (const mutant of setAside(law, instrument(law.sources), equivalent).tried.filter(isWanted))
    console.log(`${mutant.id} ${mutant.change}: ${mutant.source}`);
} else {
  const progress = new Progress();
  const survivorText = survivorTeller(law);
  const report = await runMutants(law, {
    isWanted,
    equivalent,
    say: (line) => console.log(line),
    tell: (verdict, count) => {
      if (flags.only !== undefined && verdict.killer !== undefined)
        console.log(`${verdict.mutant.id} ${verdict.mutant.change}: killed by ${verdict.killer}`);
      // At once: who ends a long run early keeps what it found.
      if (verdict.killer === undefined) progress.interrupt(survivorText(verdict));
      progress.add(verdict, count);
    },
    ...(flags.threads === undefined ? {} : { threads: Number(flags.threads) }),
  });
  progress.end();
  console.log(failingText(report));
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(report, undefined, 2));
  console.log(endLine(report));
  process.exitCode = report.verdicts.every(({ killer }) => killer !== undefined) ? 0 : 1;
}
