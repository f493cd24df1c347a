import type { DevnetLedger } from '../ledger/devnet-ledger.ts';
import type { SystemChaincode } from '../ports.ts';
import { type LifecycleParts, queryLifecycle } from './lifecycle.ts';
import { queryLedger } from './qscc.ts';

export function makeSystemChaincode(ledger: DevnetLedger, parts: LifecycleParts): SystemChaincode {
  return (name, args) => {
    if (name === 'qscc') return queryLedger(ledger, args);
    if (name === '_lifecycle') return queryLifecycle(parts, args);
    return undefined;
  };
}
