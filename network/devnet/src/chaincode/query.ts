import { ledger, peer } from '@hyperledger/fabric-protos';
import timestampProto from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { KeyedEntry, KeyModification } from '../ports.ts';
import type { RangeReads } from './range-reads.ts';

const { Timestamp } = timestampProto;
const { KeyModification: ProtoModification, KV } = ledger.queryresult;

/** Results in one answer to a query without explicit pages, as Fabric's `maxResultLimit`. */
const queryPageSize = 100;

/** Results that one query may answer altogether, as Fabric's `ledger.state.totalQueryLimit`. */
export const queryResultsMax = 100_000;

/** One query that a chaincode has open: the rows still to come, already serialised for QueryResultBytes. */
export interface QuerySource {
  /** The next row, or `undefined` at the end. */
  next(): Uint8Array | undefined;
  /** For explicit pages: the key after the last row, '' at the end. */
  bookmark(): string;
}

export interface RangeRequest {
  readonly namespace: string;
  readonly startKey: string;
  readonly endKey: string;
}

/** Rows of a range; each one that is taken enters the read set, and so does reaching the end. */
export class RangeSource implements QuerySource {
  readonly #iterator: Iterator<KeyedEntry>;
  readonly #request: RangeRequest;
  readonly #reads: RangeReads;

  constructor(request: RangeRequest, rows: Iterable<KeyedEntry>, reads: RangeReads) {
    this.#request = request;
    this.#iterator = rows[Symbol.iterator]();
    this.#reads = reads;
  }

  next(): Uint8Array | undefined {
    const { value: row, done } = this.#iterator.next();
    if (done) {
      this.#reads.exhaust(this.#request.endKey);
      return undefined;
    }
    this.#reads.add(row.key, row.version);
    const result = new KV();
    result.setNamespace(this.#request.namespace);
    result.setKey(row.key);
    result.setValue(row.value);
    return result.serializeBinary();
  }

  bookmark(): string {
    const { value: row, done } = this.#iterator.next();
    return done ? '' : row.key;
  }
}

/** A key's changes, newest first. History does not enter the read set: Fabric does not validate it either. */
export class HistorySource implements QuerySource {
  readonly #iterator: Iterator<KeyModification>;

  constructor(rows: Iterable<KeyModification>) {
    this.#iterator = rows[Symbol.iterator]();
  }

  next(): Uint8Array | undefined {
    const { value: change, done } = this.#iterator.next();
    if (done) return undefined;
    const result = new ProtoModification();
    result.setTxId(change.txId);
    result.setValue(change.value);
    result.setIsDelete(change.isDelete);
    const timestamp = new Timestamp();
    timestamp.setSeconds(change.timestamp.seconds);
    timestamp.setNanos(change.timestamp.nanos);
    result.setTimestamp(timestamp);
    return result.serializeBinary();
  }

  bookmark(): string {
    return '';
  }
}

/** A query's state between its pages. */
export class OpenQuery {
  readonly id: string;
  readonly #source: QuerySource;
  /** Rows of an explicit page; undefined for pages of `queryPageSize` that the chaincode fetches one after the other. */
  readonly #explicitPageSize: number | undefined;
  #pending: Uint8Array[] = [];
  #returned = 0;

  constructor(id: string, source: QuerySource, explicitPageSize: number | undefined) {
    this.id = id;
    this.#source = source;
    this.#explicitPageSize = explicitPageSize;
  }

  /**
   * The next page. Like Fabric it takes one row beyond a full page to know whether there is more;
   * that row is in the read set although the chaincode may never ask for it.
   */
  nextPage(): { response: peer.QueryResponse; finished: boolean } {
    const limit = this.#explicitPageSize ?? queryResultsMax;
    while (this.#returned < limit) {
      const row = this.#source.next();
      if (row === undefined) break;
      this.#returned += 1;
      const full = this.#explicitPageSize === undefined && this.#pending.length === queryPageSize;
      const page = this.#pending;
      if (full) this.#pending = [];
      this.#pending.push(row);
      if (full) return { response: this.#response(page, true), finished: false };
    }
    const response = this.#response(this.#pending, false);
    this.#pending = [];
    if (this.#explicitPageSize !== undefined) response.setMetadata(this.#pageMetadata());
    return { response, finished: true };
  }

  #response(rows: readonly Uint8Array[], hasMore: boolean): peer.QueryResponse {
    const response = new peer.QueryResponse();
    for (const row of rows) {
      const result = new peer.QueryResultBytes();
      result.setResultbytes(row);
      response.addResults(result);
    }
    response.setHasMore(hasMore);
    response.setId(this.id);
    return response;
  }

  #pageMetadata(): Uint8Array {
    const metadata = new peer.QueryResponseMetadata();
    metadata.setFetchedRecordsCount(this.#returned);
    metadata.setBookmark(this.#source.bookmark());
    return metadata.serializeBinary();
  }
}
