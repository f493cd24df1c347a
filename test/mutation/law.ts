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

/** It starts programs of its own, which are not mutated; or it tries so much that asking it of every mutant takes a day. */
const isOutside = (text: string): boolean => /\/testing-(processes|mutations)\.ts/.test(text);

export function readLaw(folder: string): Law {
  const root = path.resolve(folder);
  const found = (pattern: string): string[] =>
    globSync(pattern, { cwd: root })
      .map((file) => file.split(path.sep).join('/'))
      .sort();
  return {
    root,
    sources: found('{chaincode/src/{acts,model}/**,web-scan/src/verify}/*.ts')
      .filter(isRule)
      .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') })),
    tests: found('{chaincode/src/**,web-scan/src/verify}/*.test.ts').filter(
      (file) => !isOutside(readFileSync(path.join(root, file), 'utf8')),
    ),
  };
}
