import type { Remit } from './event/registry.ts';

/** The records of oversight (封存, 召回, 责令), each named by the event that opened it. `remits` and `division` say whose regulator may end it. */
export interface HoldRecord {
  /** A party, or `law` where a breach placed it. */
  readonly by: string;
  /** Empty for a hold on a party: the division alone decides. */
  readonly remits: readonly Remit[];
  /** A division, or what the divisions of several lots begin with. */
  readonly division: string;
  /** The division prefix of the regulator that placed it: no lower office lifts it. */
  readonly office?: string | undefined;
  /** True where a failed test placed it: only a regulator releases that. */
  readonly failedTest?: true | undefined;
  /** True where the goods' own maker or holder placed it, or its own failed test: it gives way to an office's where there is no room for both. */
  readonly voluntary?: true | undefined;
  readonly releasedAt?: string | undefined;
}
export interface RecallRecord {
  readonly by: string;
  readonly level: 1 | 2 | 3;
  readonly lots: readonly string[];
  readonly remits: readonly Remit[];
  /** A division, or what the divisions of several lots begin with. */
  readonly division: string;
  /** The division prefix of the regulator that ordered or signed it: no lower office closes it. */
  readonly office?: string | undefined;
  readonly drill?: true | undefined;
  /** True where no regulator has signed it: who opened it may close it. */
  readonly voluntary?: true | undefined;
  readonly closedAt?: string | undefined;
}
/** What a party has said to a recall, the first time. */
export interface RecallResponseRecord {
  readonly acknowledgedAt?: string | undefined;
  readonly remediedAt?: string | undefined;
}
export interface OrderRecord {
  readonly by: string;
  readonly subject: string;
  readonly due: string;
  readonly answeredAt?: string | undefined;
}
