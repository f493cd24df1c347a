import type { NetworkIdentities } from '../../identities/src/index.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { type OrderingLimits, orderingLimitsDefault } from './ledger/ordering.ts';

/** What the channel agrees on about the chaincode. */
export interface ChaincodeOptions {
  readonly name: string;
  readonly version: string;
  /** Fabric's signature policy. */
  readonly policyText: string;
  /**
   * `host:port` of each chaincode process. Process i stands beside the peers of organisations i, i + n, …
   * With a single process non-determinism stays unseen.
   */
  readonly addresses: readonly string[];
  /** False: plain text, for a chaincode on the same machine that speaks no TLS. */
  readonly tls: boolean;
  /** The id that the processes register with; absent: the name, or the name and a colon before anything. */
  readonly packageId?: string;
  readonly executeTimeoutMs?: number;
}

export interface DevnetOptions {
  /** Everything durable: the ledger, the lock, and the identities when none are given. Made when absent. */
  readonly dataFolder: string;
  /** Default: made or read in `identities` of the data folder. */
  readonly identities?: NetworkIdentities;
  readonly channel: string;
  readonly chaincode: ChaincodeOptions;
  /** Loopback only. 0: any free port. */
  readonly port: number;
  /** The organisation in whose peer the gateway service runs. */
  readonly homeMspId: string;
  readonly ordering: OrderingLimits;
  /** Misbehaves by this plan; absent: never. */
  readonly faults?: FaultPlan;
  readonly now: () => Date;
  /** One line for a log. */
  readonly log: (line: string) => void;
  /** The ledger cannot be written, or devnet itself is at fault: the caller stops the program. */
  readonly onFailure: (error: unknown) => void;
}

/** Two of four organisations, one of them brand or regulator: all pairs but producers with trade. */
export const policyDefault =
  "OR(AND('ProducersMSP.peer', 'BrandMSP.peer'), AND('ProducersMSP.peer', 'RegulatorMSP.peer'), AND('TradeMSP.peer', 'BrandMSP.peer'), AND('TradeMSP.peer', 'RegulatorMSP.peer'), AND('BrandMSP.peer', 'RegulatorMSP.peer'))";

/** All that has a sensible default; a caller gives the data folder and the chaincode's addresses. */
export const devnetDefaults = {
  channel: 'mengsu',
  chaincode: { name: 'mengsu', version: '1.0', policyText: policyDefault, tls: true },
  port: 0,
  homeMspId: 'ProducersMSP',
  ordering: orderingLimitsDefault,
  now: () => new Date(),
} as const;
