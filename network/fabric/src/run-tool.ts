import { execFile } from 'node:child_process';
import path from 'node:path';
import { FabricError } from './fabric-error.ts';
import { ownEnvironment } from './own-environment.ts';

export interface ToolRun {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const timeoutMs = 60_000;
const outputBytesMax = 16 * 1024 * 1024;

/** What a tool of Fabric has said and how it ended. */
export interface ToolOutcome {
  readonly ok: boolean;
  readonly output: string;
  readonly errors: string;
}

/** Runs one of Fabric's tools to its end, at most a minute. */
export function tryTool(run: ToolRun): Promise<ToolOutcome> {
  const options = {
    env: { ...ownEnvironment(process.env), ...run.environment },
    timeout: timeoutMs,
    maxBuffer: outputBytesMax,
  };
  return new Promise((resolve) => {
    execFile(run.file, [...run.arguments], options, (error, output, errors) =>
      resolve({ ok: error === null, output, errors: errors || (error?.message ?? '') }),
    );
  });
}

/** Runs a tool that must succeed. @throws FabricError with the last line that it said. */
export async function runTool(run: ToolRun): Promise<string> {
  const { ok, output, errors } = await tryTool(run);
  if (ok) return output;
  const what = [path.basename(run.file), ...run.arguments.slice(0, 3)].join(' ');
  throw new FabricError(`${what} failed: ${lastLine(errors) ?? lastLine(output) ?? 'it says nothing'}`);
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.slice(0, 1000) || undefined;
}
