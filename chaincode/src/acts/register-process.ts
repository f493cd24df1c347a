import { type CategoryRecord, type EventOf, keyOf, LedgerError, type ProcessRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { readRecords } from './read-records.ts';
import { requireCategory, requireCertifierAndRegulator } from './require.ts';
import { requireSoundProcess } from './soundness.ts';

type RegisterProcess = EventOf<'registerProcess'>;

interface RegisterProcessFacts {
  readonly existing: ProcessRecord | undefined;
  readonly categories: ReadonlyMap<string, CategoryRecord>;
}

/** Every category that a process names, each once. */
const categoriesOf = ({ principal, outputs, additions = [] }: RegisterProcess): string[] => [
  ...new Set([...principal, ...[...outputs, ...additions].map(({ category }) => category)]),
];

/** 工艺: a certifier and a regulator say together what may become what, within which bands; no chain of processes may gain by going in a circle. */
export const registerProcess: Act<RegisterProcess, RegisterProcessFacts> = {
  keys: (event) => [keyOf.process(event.process), ...categoriesOf(event).map(keyOf.category)],

  async gather(event, read) {
    return {
      existing: await read(keyOf.process(event.process)),
      categories: await readRecords(categoriesOf(event), keyOf.category, read),
    };
  },

  decide(event, facts, scene) {
    requireCertifierAndRegulator(scene);
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `process ${event.process} is registered already`);
    for (const code of categoriesOf(event)) requireCategory(facts.categories.get(code), code);
    const { names, principal, outputs, additions } = event;
    const record: ProcessRecord = { names, principal, outputs, additions };
    requireSoundProcess(record, facts.categories);
    return { changes: [put(keyOf.process(event.process), record)] };
  },
};
