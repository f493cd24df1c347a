import path from 'node:path';
import { fileURLToPath } from 'node:url';

const withParent = fileURLToPath(new URL('./with-parent.ts', import.meta.url));
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
/** Node keeps what it has compiled: the second start of a program takes half of the first's time. */
export const compileCache = { NODE_COMPILE_CACHE: path.join(projectRoot, 'node_modules', '.cache', 'node') };

/** The command that runs a script, a path below the project or an absolute one, on this Node; it ends with the process that started it. */
export function nodeCommand(script: string, ...rest: readonly string[]): string[] {
  return [process.execPath, '--import', withParent, path.resolve(projectRoot, script), ...rest];
}
