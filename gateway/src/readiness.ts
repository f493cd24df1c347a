/** Whether the gateway can do its work now, and if not, why. */
export interface Readiness {
  readonly ready: boolean;
  /** One sentence for each thing that is wrong, with the part that it is wrong with. What the audit says, and what the ledger warns of, does not keep the gateway from its work. */
  readonly reasons: readonly {
    readonly part: 'store' | 'index' | 'ledger' | 'outbox' | 'audit';
    readonly reason: string;
  }[];
  readonly ground: Ground;
  readonly index: { readonly block: number; readonly status: string };
  /** Blocks on the ledger, as far as we know; undefined before it was asked. */
  readonly ledgerHeight: number | undefined;
}

/** What the ledger stands on. One process that holds every key proves nothing between organisations, and says so. */
export interface Ground {
  readonly kind: 'devnet' | 'fabric-one-machine' | 'fabric';
  readonly says: string;
}

export const grounds: Record<Ground['kind'], Ground> = {
  devnet: {
    kind: 'devnet',
    says: '示范网络: one process holds the keys of all organisations, so nothing here is proven between them',
  },
  'fabric-one-machine': {
    kind: 'fabric-one-machine',
    says: '示范网络: Hyperledger Fabric on one machine that holds the keys of all organisations, so nothing here is proven between them',
  },
  fabric: { kind: 'fabric', says: 'Hyperledger Fabric' },
};

export interface ReadinessFacts {
  readonly ground: Ground['kind'];
  readonly index: { readonly status: string; readonly block: number; readonly alarm?: string | undefined };
  readonly indexBehindBlocksMax: number;
  /** `fault`: why the ledger is not to be worked with, as of when it was last asked. */
  readonly ledger: {
    readonly height: number | undefined;
    readonly fault: string | undefined;
    readonly warnings: readonly string[];
  };
  /** Undefined where it is turned off. */
  readonly audit?: { readonly alarms: number; readonly fault?: string } | undefined;
  readonly outboxAlarm: string | undefined;
  /** How long the oldest event waits for the ledger. */
  readonly outboxAgeMs: number;
  readonly outboxAgeMaxMs: number;
  readonly storeFault: string | undefined;
}

/** Facts in, answer out. */
export function judgeReadiness(facts: ReadinessFacts): Readiness {
  const { index, ledger } = facts;
  const reasons: Readiness['reasons'][number][] = [];
  if (facts.storeFault !== undefined) reasons.push({ part: 'store', reason: facts.storeFault });
  if (index.status === 'alarm')
    reasons.push({ part: 'index', reason: `stopped: ${index.alarm ?? 'no reason'}` });
  else if (index.status !== 'following')
    reasons.push({ part: 'index', reason: index.alarm ?? `is ${index.status}` });
  if (ledger.fault !== undefined) reasons.push({ part: 'ledger', reason: ledger.fault });
  const behind = (ledger.height ?? 0) - 1 - index.block;
  if (behind > facts.indexBehindBlocksMax)
    reasons.push({ part: 'index', reason: `is ${behind} blocks behind the ledger` });
  if (facts.outboxAgeMs > facts.outboxAgeMaxMs)
    reasons.push({
      part: 'outbox',
      reason: `its oldest event has waited ${Math.round(facts.outboxAgeMs / 1000)} s for the ledger`,
    });
  if (facts.outboxAlarm !== undefined) reasons.push({ part: 'outbox', reason: facts.outboxAlarm });
  return {
    ready: reasons.length === 0,
    reasons: [
      ...reasons,
      ...ledger.warnings.map((reason) => ({ part: 'ledger', reason }) as const),
      ...auditReasons(facts.audit),
    ],
    ground: grounds[facts.ground],
    index: { block: index.block, status: index.status },
    ledgerHeight: ledger.height,
  };
}

/** For people to look at: to stop serving would hide what is on the ledger, and help nobody. */
function auditReasons(audit: ReadinessFacts['audit']): Readiness['reasons'] {
  const reasons: string[] = [];
  if (audit && audit.alarms > 0) {
    const alarms = audit.alarms === 1 ? '1 alarm' : `${audit.alarms} alarms`;
    reasons.push(`${alarms}: the ledger holds what the law does not give, see /api/alarms`);
  }
  if (audit?.fault !== undefined) reasons.push(audit.fault);
  return reasons.map((reason) => ({ part: 'audit', reason }));
}
