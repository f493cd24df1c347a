import { type Envelope, LedgerError, type Mode, type Receipt, refusals } from '@mengsu/chaincode/model';
import { ApiProblem, type MengsuClient } from '@mengsu/client';

export interface PostedDocument {
  readonly mode: Mode;
  readonly events: readonly Envelope[];
}

/** What somebody answers to a document, without where it stands on the ledger: the API, or the engine in memory. */
export interface Verdict {
  readonly results?: readonly {
    readonly id: string;
    readonly status: string;
    readonly code?: string | undefined;
    readonly detail?: string | undefined;
    readonly pointer?: string | undefined;
    readonly breaches?: readonly string[] | undefined;
  }[];
  readonly problem?: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly pointer: string;
  };
}

export interface ApiVerdict extends Verdict {
  /** Of the events that this document recorded; undefined where it recorded none. */
  readonly recordedAt: string | undefined;
}

/** Throws whatever is no answer of the ledger's. */
export async function verdictOfApi(client: MengsuClient, document: PostedDocument): Promise<ApiVerdict> {
  try {
    const { results } = await client.postEvents(document);
    const times = new Set(
      results.filter(({ status }) => status === 'recorded').map(({ recordedAt }) => recordedAt),
    );
    if (times.size > 1) throw new Error(`one document is recorded at ${[...times].join(', ')}`);
    return {
      results: results.map(({ block: _, recordedAt: __, ...result }) => result),
      recordedAt: [...times][0],
    };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { status, code, detail, pointer } = error;
    return { problem: { status, code, detail, pointer }, recordedAt: undefined };
  }
}

/** What the law says of a document, in the API's words. */
export async function verdictOfEngine(submit: () => Promise<Receipt>): Promise<Verdict> {
  try {
    return await submit();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { code, detail, pointer } = error;
    return { problem: { status: refusals[code], code, detail, pointer } };
  }
}
