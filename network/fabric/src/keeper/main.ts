import { Child, patienceDefault } from '../../../programs/src/index.ts';
import { markOf } from './process-mark.ts';
import { type Plan, readPlan, writeRunFile } from './run-file.ts';

/** A node whose disk is full comes back when there is room, whenever that is: as systemd would, at most every few seconds. */
const patience = { ...patienceDefault, restartsMax: Number.MAX_SAFE_INTEGER };

/**
 * Keeps the programs of a plan running, in the background: starts again what ends, keeps their logs within a limit, and says in the run file which
 * processes are its own. SIGTERM stops them and then itself. The argument is the plan's file.
 */
function keep(plan: Plan): void {
  const own = markOf(process.pid);
  if (!own) throw new Error('this process is not to be found');
  const children: Child[] = [];
  const failures: string[] = [];
  const note = (): void => {
    const programs = children.flatMap((child) => {
      const mark = child.pid === undefined ? undefined : markOf(child.pid);
      return mark ? [{ name: child.name, ...mark }] : [];
    });
    writeRunFile(plan.runFile, { name: plan.name, keeper: own, programs, failures });
  };
  for (const program of plan.programs) {
    children.push(
      new Child(program, {
        logFolder: plan.logs,
        patience,
        onFailure: (error) => {
          failures.push(error.message);
          note();
        },
        onStart: () => setImmediate(note),
      }),
    );
  }
  note();
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void stop());
}

const [planFile] = process.argv.slice(2);
if (planFile === undefined) throw new Error("the plan's file was expected as the only argument");
keep(readPlan(planFile));
