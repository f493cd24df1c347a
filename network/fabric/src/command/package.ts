import path from 'node:path';
import { projectRoot } from '../../../programs/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import { labelOf, readCode } from '../package/chaincode-code.ts';
import { makePackage, slotOf } from '../package/chaincode-package.ts';
import { writeWhole } from '../prepare.ts';
import type { Topology } from '../topology.ts';

/** Writes the package of the project's chaincode for one sequence, and says its id. @throws FabricError */
export async function writePackage(
  { chaincode }: Topology,
  { sequence, out, version }: { sequence?: string; out?: string; version?: string },
): Promise<void> {
  if (!/^[1-9]\d{0,5}$/.test(sequence ?? ''))
    throw new FabricError(`--sequence is ${sequence ?? 'missing'}, a whole number from 1 was expected`);
  if (out === undefined) throw new FabricError('--out is missing: a file was expected');
  const code = await readCode(path.join(projectRoot, 'chaincode'));
  const label = labelOf(chaincode, version ?? code.version, code);
  const { id, bytes } = makePackage(label, slotOf(Number(sequence)));
  await writeWhole(path.resolve(out), bytes);
  console.log(id);
}
