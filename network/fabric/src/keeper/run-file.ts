import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Program } from '../../../programs/src/index.ts';
import type { ProcessMark } from './process-mark.ts';

/** What a keeper is told to run: `<run>/<name>.plan.json`. */
export interface Plan {
  readonly name: string;
  readonly logs: string;
  readonly runFile: string;
  readonly programs: readonly Program[];
}

/** What a keeper runs: `<run>/<name>.json`, written anew whenever a program starts. */
export interface RunFile {
  readonly name: string;
  readonly keeper: ProcessMark;
  readonly programs: readonly (ProcessMark & { readonly name: string })[];
  /** What was given up, a sentence each. */
  readonly failures: readonly string[];
}

export function writeRunFile(file: string, value: RunFile | Plan): void {
  writeFileSync(`${file}.making`, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.making`, file);
}

export function readPlan(file: string): Plan {
  return JSON.parse(readFileSync(file, 'utf8')) as Plan;
}

/** Every keeper that was started in the folder and not stopped; it may have ended by itself. */
export function readRunFiles(folder: string): (RunFile & { readonly file: string })[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith('.json') && !name.endsWith('.plan.json'))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      return { file, ...(JSON.parse(readFileSync(file, 'utf8')) as RunFile) };
    });
}
