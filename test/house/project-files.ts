import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Paths of the project's own files, from its root: what git knows, and what it would take. */
export function projectFiles(pattern: RegExp): string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return list
    .split('\n')
    .filter((file) => pattern.test(file) && !file.includes('/test-data/') && exists(file));
}

export const readProjectFile = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');

function exists(file: string): boolean {
  try {
    readFileSync(path.join(projectRoot, file));
    return true;
  } catch (error) {
    // Deleted in the work tree, not yet in the index.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** A file that is a test, or serves tests alone. */
export const isTest = (file: string): boolean => /\.test\.ts$|(^|\/)testing[^/]*\.ts$|^test\//.test(file);

/** Module specifiers that a TypeScript file imports or exports from. */
export function importsOf(text: string): string[] {
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
