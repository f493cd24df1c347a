import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from './mutants.ts';

/** What is mutated, and by which tests it is guarded. */
export interface Law {
  /** The folder that all paths start from. */
  readonly root: string;
  readonly sources: readonly SourceFile[];
  readonly tests: readonly string[];
}

/** Words are no rules, fixtures are no law. */
const isRule = (file: string): boolean => !/\.test\.ts$|(^|\/)testing[^/]*\.ts$|\/words\.ts$/.test(file);

/** It starts programs of its own, which are not mutated. */
const isOutside = (text: string): boolean => text.includes('/testing-processes.ts');

export function readLaw(folder: string): Law {
  const root = path.resolve(folder);
  const found = (pattern: string): string[] =>
    globSync(pattern, { cwd: root })
      .map((file) => file.split(path.sep).join('/'))
      .sort();
  return {
    root,
    sources: found('chaincode/src/{acts,model}/**/*.ts')
      .filter(isRule)
      .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') })),
    tests: found('chaincode/src/**/*.test.ts').filter(
      (file) => !isOutside(readFileSync(path.join(root, file), 'utf8')),
    ),
  };
}
