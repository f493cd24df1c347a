import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { FabricError } from '../fabric-error.ts';

/** The chaincode's running code: what a peer's host gets. */
export interface ChaincodeCode {
  readonly folder: string;
  /** Relative paths, sorted. */
  readonly files: readonly string[];
  /** SHA-256 over the names and contents of these files, in hex. */
  readonly digest: string;
  /** Of its package.json. */
  readonly version: string;
}

/** `folder` is the room `chaincode`. Tests are left out: they change nothing that runs. */
export async function readCode(folder: string): Promise<ChaincodeCode> {
  const found = await readdir(path.join(folder, 'src'), { recursive: true, withFileTypes: true });
  const sources = found
    .filter((entry) => entry.isFile() && !/(\.test\.ts$)|(^testing)/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  const files = ['package.json', ...sources].sort();
  const digest = createHash('sha256');
  for (const file of files) {
    const content = await readFile(path.join(folder, file));
    digest.update(`${file}\0${content.length}\0`).update(content);
  }
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { folder, files, digest: digest.digest('hex'), version };
}

/** `name_version_digest`: who approves a label approves this code. */
export function labelOf(name: string, version: string, { digest }: ChaincodeCode): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9.+-]{0,31}$/.test(version))
    throw new FabricError(`${JSON.stringify(version)} is no version: letters, digits, dot, plus or dash`);
  return `${name}_${version}_${digest.slice(0, 16)}`;
}

/**
 * Copies the code to `target`, whole or not at all, with `modules` (a folder node_modules) beside it, so that processes that start again later run
 * what was approved and not what the working tree has become. Does nothing when it is there.
 */
export async function keepCode(code: ChaincodeCode, target: string, modules: string): Promise<void> {
  const making = `${target}.making`;
  await rm(making, { recursive: true, force: true });
  for (const file of code.files) {
    await mkdir(path.dirname(path.join(making, file)), { recursive: true });
    await cp(path.join(code.folder, file), path.join(making, file));
  }
  await symlink(modules, path.join(making, 'node_modules'));
  try {
    await rename(making, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && /^(ENOTEMPTY|EEXIST)$/.test(String(error.code))))
      throw error;
    await rm(making, { recursive: true });
  }
}
