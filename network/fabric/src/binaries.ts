import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { FabricError } from './fabric-error.ts';

export const binaryNames = ['peer', 'orderer', 'configtxgen', 'osnadmin'] as const;
export type BinaryName = (typeof binaryNames)[number];
/** The path of each of Fabric's programs. */
export type Binaries = Readonly<Record<BinaryName, string>>;

const wanted = 'Hyperledger Fabric 3.1 binaries, 3.1.5 or later';
const remedy = `install ${wanted} (Fabric's installation guide), and put their folder in FABRIC_BIN or PATH`;

/**
 * Looks in FABRIC_BIN, or in PATH where it is not set.
 * @returns undefined when one of them is not there.
 */
export function findBinaries(environment: NodeJS.ProcessEnv): Binaries | undefined {
  const folders = environment.FABRIC_BIN ? [environment.FABRIC_BIN] : (environment.PATH ?? '').split(':');
  const found = binaryNames.flatMap((name) => {
    const file = folders.map((folder) => path.join(folder, name)).find(isExecutable);
    return file === undefined ? [] : [[name, path.resolve(file)] as const];
  });
  return found.length === binaryNames.length ? (Object.fromEntries(found) as Binaries) : undefined;
}

/** @throws FabricError when they are not there, or of another version. */
export async function requireBinaries(environment: NodeJS.ProcessEnv): Promise<Binaries> {
  const binaries = findBinaries(environment);
  if (!binaries)
    throw new FabricError(`peer, orderer, configtxgen and osnadmin are not all there: ${remedy}`);
  const said = await new Promise<string>((resolve) => {
    execFile(binaries.peer, ['version'], { timeout: 10_000 }, (error, output) =>
      resolve(error ? error.message : output),
    );
  });
  requireVersion(said, binaries.peer);
  return binaries;
}

/** `said` is what `peer version` prints. @throws FabricError */
export function requireVersion(said: string, file: string): void {
  const version = /Version:\s*v?(\d+\.\d+\.\d+)/.exec(said)?.[1];
  const [major, minor, patch] = version?.split('.').map(Number) ?? [];
  if (major === 3 && minor === 1 && patch !== undefined && patch >= 5) return;
  throw new FabricError(`${file} is of version ${version ?? 'unknown'}: ${remedy}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next folder may have it.
    return false;
  }
}
