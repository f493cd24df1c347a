import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '@mengsu/network/programs';

/** Brings the Fabric network of that folder up, with the chaincode on it, telling its progress; does nothing where it runs. Throws where it cannot. */
export async function bringUpFabric(network: string): Promise<void> {
  for (const command of ['up', 'deploy']) await runFabric(command, network);
}

async function runFabric(command: string, network: string): Promise<void> {
  const script = path.join(projectRoot, 'network/fabric/src/main.ts');
  const child = spawn(process.execPath, [script, command, '--data', network], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the Fabric network is not there (fabric:${command} ended with ${code})`);
}
