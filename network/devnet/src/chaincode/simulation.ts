import { randomUUID } from 'node:crypto';
import type { peer } from '@hyperledger/fabric-protos';
import { validationParameter } from '../ledger/key-policies.ts';
import { PolicyError } from '../ledger/policy-language.ts';
import { readSignaturePolicy } from '../ledger/signature-policy.ts';
import type { StateReader } from '../ports.ts';
import { HistorySource, OpenQuery, type QuerySource, queryResultsMax, RangeSource } from './query.ts';
import { ReadWriteSet } from './read-write-set.ts';
import { SimulationError } from './simulation-error.ts';

/** Queries that one transaction may hold open at a time. */
const openQueriesMax = 64;

export interface RangeQuery {
  readonly startKey: string;
  readonly endKey: string;
  /** An explicit page of this many rows; 0 for none, or for a page as long as a query may be when there is a bookmark. */
  readonly pageSize: number;
  /** Where an explicit page begins; '' for `startKey`. */
  readonly bookmark: string;
}

/** What must be satisfied to commit a simulation's writes. */
export interface WrittenPolicies {
  /** common.SignaturePolicyEnvelope bytes of the written keys that have a policy of their own. */
  readonly ofKeys: readonly Uint8Array[];
  /** Whether the chaincode's own policy counts as well. */
  readonly ofChaincode: boolean;
}

/**
 * One execution of a chaincode against committed state. It does not see its own writes, as in Fabric; every read
 * and write enters the read and write set. Not trusted: the chaincode behind it may ask for anything.
 */
export class Simulation {
  readonly namespace: string;
  readonly #state: StateReader;
  readonly #set = new ReadWriteSet();
  readonly #queries = new Map<string, OpenQuery>();
  readonly #txId: string;
  #paged = false;
  #written = false;

  constructor(state: StateReader, namespace: string, txId: string) {
    this.#state = state;
    this.namespace = namespace;
    this.#txId = txId;
    this.#readDefinition();
  }

  get(key: string): Uint8Array | undefined {
    const entry = this.#state.get(this.namespace, key);
    this.#set.read(this.namespace, key, entry?.version);
    return entry?.value;
  }

  /** @param value `undefined` deletes. */
  write(key: string, value: Uint8Array | undefined): void {
    this.#requireWritable();
    this.#set.write(this.namespace, key, value);
  }

  getMetadata(key: string): ReadonlyMap<string, Uint8Array> {
    this.#set.read(this.namespace, key, this.#state.get(this.namespace, key)?.version);
    return this.#state.getMetadata(this.namespace, key);
  }

  /** @throws SimulationError also for a policy that could never be enforced, which Fabric takes and halts on later. */
  writeMetadata(key: string, entries: ReadonlyMap<string, Uint8Array>): void {
    this.#requireWritable();
    requireReadablePolicy(key, entries.get(validationParameter));
    this.#set.writeMetadata(this.namespace, key, entries);
  }

  openRange(query: RangeQuery): peer.QueryResponse {
    const pageSize = explicitPageSize(query);
    if (pageSize !== undefined) this.#requireReadOnly();
    const startKey = query.bookmark || query.startKey;
    const rows = this.#state.range(this.namespace, startKey, query.endKey);
    const reads = this.#set.openRange(this.namespace, startKey);
    const request = { namespace: this.namespace, startKey, endKey: query.endKey };
    return this.#open(new RangeSource(request, rows, reads), pageSize);
  }

  openHistory(key: string): peer.QueryResponse {
    return this.#open(new HistorySource(this.#state.history(this.namespace, key)), undefined);
  }

  nextPage(queryId: string): peer.QueryResponse {
    const query = this.#queries.get(queryId);
    if (!query) throw new SimulationError('query iterator not found');
    return this.#page(query);
  }

  closeQuery(queryId: string): void {
    this.#queries.delete(queryId);
  }

  /** The policies that endorsers must satisfy because of what was written. */
  writtenPolicies(): WrittenPolicies {
    const keys = this.#set.writtenKeys(this.namespace);
    if (!this.#state.mayHaveMetadata(this.namespace)) return { ofKeys: [], ofChaincode: true };
    const policies = keys.map((key) => this.#state.getMetadata(this.namespace, key).get(validationParameter));
    const ofKeys = policies.filter((policy): policy is Uint8Array => (policy?.length ?? 0) > 0);
    return { ofKeys, ofChaincode: keys.length === 0 || ofKeys.length < keys.length };
  }

  /** rwset.TxReadWriteSet bytes. Call once, when the chaincode has completed. */
  results(): Uint8Array {
    return this.#set.serialize();
  }

  /** A peer reads the chaincode's definition within each simulation, so that an upgrade invalidates what it overlaps. */
  #readDefinition(): void {
    const key = `namespaces/fields/${this.namespace}/Sequence`;
    this.#set.read('_lifecycle', key, this.#state.get('_lifecycle', key)?.version);
  }

  #open(source: QuerySource, pageSize: number | undefined): peer.QueryResponse {
    if (this.#queries.size >= openQueriesMax)
      throw new SimulationError(`more than ${openQueriesMax} queries are open in one transaction`);
    return this.#page(new OpenQuery(randomUUID(), source, pageSize));
  }

  #page(query: OpenQuery): peer.QueryResponse {
    const { response, finished } = query.nextPage();
    if (finished) this.#queries.delete(query.id);
    else this.#queries.set(query.id, query);
    return response;
  }

  /** Pages are not validated again when a transaction is committed, so it may either write or ask for pages. */
  #requireWritable(): void {
    if (this.#paged)
      throw this.#refusal('Transaction has already performed a paginated query. Writes are not allowed');
    this.#written = true;
  }

  #requireReadOnly(): void {
    if (this.#written) throw this.#refusal('Paginated queries are supported only in a read-only transaction');
    this.#paged = true;
  }

  /** In Fabric's own spelling. */
  #refusal(reason: string): SimulationError {
    return new SimulationError(`txid [${this.#txId}]: unsuppored transaction. ${reason}`);
  }
}

function explicitPageSize({ pageSize, bookmark }: RangeQuery): number | undefined {
  if (pageSize === 0 && bookmark === '') return undefined;
  return pageSize > 0 ? Math.min(pageSize, queryResultsMax) : queryResultsMax;
}

function requireReadablePolicy(key: string, policy: Uint8Array | undefined): void {
  if (policy === undefined || policy.length === 0) return;
  try {
    readSignaturePolicy(policy);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new SimulationError(
      `the policy of key ${JSON.stringify(key)} cannot be enforced: ${error.message}`,
    );
  }
}
