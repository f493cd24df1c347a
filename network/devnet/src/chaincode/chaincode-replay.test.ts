import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { parseProposal } from '../gateway/proposal.ts';
import { prepareInvocation } from './chaincode-call.ts';
import { Simulation } from './simulation.ts';
import { bytesOf, readRecording, type StreamMessage } from './testing-recordings.ts';
import { newSession, parseMessage } from './testing-session.ts';
import { MemoryState } from './testing-state.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Transactions of the recordings that follow each other more closely were executed before the next block. */
const blockPauseMs = 20;

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/**
 * Feeds a session with what the chaincode sent in a recording and executes what the peer executed;
 * what it sends must be what the peer sent, in the order of each transaction. Query ids are random: ours stand for the recorded ones.
 */
class Replay {
  readonly state = new MemoryState();
  readonly #played = newSession();
  readonly #ids = new Map<string, string>();
  #lastId = '';
  #lastTime = 0;
  #completed: (() => void)[] = [];
  readonly #written = new Set<string>();
  readonly differences: string[] = [];
  compared = 0;

  async play(messages: readonly StreamMessage[]): Promise<void> {
    for (const message of messages) {
      if (message.raw === undefined) continue;
      if (message.dir === 'cc->peer') this.#receive(bytesOf(message.raw));
      else if (message.type === 'TRANSACTION') this.#execute(bytesOf(message.raw), message.t);
      if (message.dir === 'peer->cc') this.#compare(message);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#played.session.fail();
  }

  #receive(bytes: Uint8Array): void {
    const text = latin1(bytes).replace(uuid, (id) => this.#ids.get(id) ?? this.#lastId);
    this.#played.session.receive(parseMessage(text));
  }

  #execute(bytes: Uint8Array, time: number): void {
    if (time - this.#lastTime > blockPauseMs) this.#commit();
    this.#lastTime = time;
    const proposal = parseProposal(peer.ChaincodeMessage.deserializeBinary(bytes).getProposal());
    const simulation = new Simulation(this.state, 'trace', 'tx');
    const { txId, signed } = proposal;
    const [name, key, value] = proposal.input.getArgsList_asU8().map((arg) => Buffer.from(arg).toString());
    // The recording of ranges leaves out some PUT_STATE messages of this function.
    if (name === 'put') simulation.write(key ?? '', Buffer.from(value ?? ''));
    const header = common.ChannelHeader.deserializeBinary(proposal.channelHeader).getTimestamp();
    const timestamp = { seconds: header?.getSeconds() ?? 0, nanos: header?.getNanos() ?? 0 };
    const call = { ...prepareInvocation({ ...proposal, signedProposal: signed }), simulation };
    this.#played.session.execute(call).then(
      () => {
        const results = simulation.results();
        const commit = { version: { block: 1, tx: 0 }, txId, timestamp };
        this.#completed.push(() => this.state.apply(results, commit, this.#written));
      },
      (error) => expect(error.message).toBe('error sending: chaincode stream terminated'),
    );
  }

  /** A block: of two transactions that write one key the first stands. */
  #commit(): void {
    for (const apply of this.#completed) apply();
    this.#completed = [];
    this.#written.clear();
  }

  #compare(message: StreamMessage): void {
    const cut = message.raw?.endsWith('...');
    const expected = latin1(bytesOf(message.raw?.replace('...', '') ?? ''));
    const { sent } = this.#played;
    const place = sent.findIndex((text) => text.includes(message.txid ?? ''));
    const actual = place < 0 ? '(nothing)' : (sent.splice(place, 1)[0] ?? '');
    const [ours, theirs] = [actual.match(uuid), expected.match(uuid)];
    this.#lastId = ours?.at(-1) ?? this.#lastId;
    for (const [index, id] of (theirs ?? []).entries()) this.#ids.set(id, ours?.[index] ?? id);
    const plain = (text: string) => text.replace(uuid, '(id)');
    const same = cut ? actual.startsWith(expected) : plain(actual) === plain(expected);
    this.compared += 1;
    if (!same)
      this.differences.push(`${message.type} of ${message.txid}: ${plain(actual)} for ${plain(expected)}`);
  }
}

describe('a chaincode session', () => {
  it('sends, message for message and byte for byte, what a peer of Fabric has sent', async () => {
    const replay = new Replay();
    await replay.play(readRecording('ccaas_stream'));
    expect(replay.differences).toEqual([]);
    expect(replay.compared).toBe(74);
  });

  it('answers ranges in pages of 100, history newest first, deletions and key-level policies as recorded', async () => {
    const replay = new Replay();
    for (let index = 0; index < 130; index += 1)
      replay.state.set('trace', `rmwtuq7d2_${index}`, Buffer.from('v'));
    await replay.play(readRecording('ccaas_stream_range'));
    expect(replay.differences).toEqual([]);
  });
});
