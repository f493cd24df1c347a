import { spawn } from 'node:child_process';
import path from 'node:path';
import { compileCache, projectRoot } from '@mengsu/network/programs';

/** A program of the project and how it is run. `arguments` follow the script's path. */
export interface Program {
  readonly name: string;
  readonly script: string;
  readonly arguments?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
}

/** Runs a program to its end and answers what it printed. Throws with its own words where it fails. */
export async function runOnce(program: Program): Promise<string> {
  const command = [path.join(projectRoot, program.script), ...(program.arguments ?? [])];
  const child = spawn(process.execPath, command, {
    cwd: projectRoot,
    env: { ...process.env, ...compileCache, ...program.environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program.name} failed (exit code ${code}):\n${output.trim()}`);
  return output;
}
