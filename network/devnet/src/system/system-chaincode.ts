import { ReadWriteSet } from '../chaincode/read-write-set.ts';
import { approverOf, lifecycleNamespace } from '../ledger/committed-definitions.ts';
import type { DevnetLedger } from '../ledger/devnet-ledger.ts';
import { lifecyclePolicyOf } from '../ledger/genesis.ts';
import type {
  ChaincodeDefinition,
  NetworkMaterial,
  SystemCaller,
  SystemChaincode,
  SystemOutcome,
} from '../ports.ts';
import { queryConfiguration } from './cscc.ts';
import { answerLifecycle } from './lifecycle.ts';
import { queryLedger } from './qscc.ts';

export interface SystemParts {
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
  readonly material: NetworkMaterial;
}

export function makeSystemChaincode(
  ledger: DevnetLedger,
  { definitions, material }: SystemParts,
): SystemChaincode {
  const mspIds = material.organisations.map(({ mspId }) => mspId);

  function lifecycle(args: readonly Uint8Array[], caller: SystemCaller): SystemOutcome {
    const set = new ReadWriteSet();
    const answer = answerLifecycle(
      { definitions, mspIds },
      { ...caller, args, state: ledger.snapshot(), set },
    );
    const [approver] = set.writtenKeys(lifecycleNamespace).map(approverOf);
    return { answer, readWriteSet: set.serialize(), approver };
  }

  return {
    lifecycle,
    lifecyclePolicy: lifecyclePolicyOf(material),
    query(name, args, caller) {
      if (name === 'qscc') return queryLedger(ledger, args);
      if (name === 'cscc') return queryConfiguration(ledger, args);
      return name === lifecycleNamespace ? lifecycle(args, caller).answer : undefined;
    },
  };
}
