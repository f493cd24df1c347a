import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { afterEach, describe, expect, it } from 'vitest';
import { loadNetworkIdentities } from '../../identities/src/index.ts';
import type { Connection } from './connection-file.ts';
import { headerHash } from './ledger/block-hash.ts';
import { openLedger } from './ledger/devnet-ledger.ts';
import { firstDefinition } from './ledger/first-definition.ts';
import { makeIdentityVerifier } from './ledger/identity-verifier.ts';
import { orderingLimitsDefault } from './ledger/ordering.ts';
import { makeSigner } from './ledger/signer.ts';
import { openMaterial } from './material.ts';
import { policyDefault } from './options.ts';
import type { Signer } from './ports.ts';
import { partsOf } from './testing/recordings.ts';
import { buildTransaction } from './testing/test-transaction.ts';

/** The program as a process of its own: no chaincode is needed, as the transactions are endorsed by hand. */
const program = fileURLToPath(new URL('main.ts', import.meta.url));
const running: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => kill(child, 'SIGKILL')));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'devnet-process-'));
  folders.push(folder);
  return path.join(folder, 'data');
}

function spawnDevnet(data: string): { child: ChildProcess; said: () => string } {
  const addresses = ['--chaincode', '127.0.0.1:9', '--chaincode', '127.0.0.1:9'];
  const args = [program, '--data', data, ...addresses, '--batch-timeout-ms', '5'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(child);
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += String(chunk);
  });
  return { child, said: () => text };
}

async function start(data: string): Promise<{ child: ChildProcess; connection: Connection }> {
  const { child, said } = spawnDevnet(data);
  for (let waited = 0; !said().includes('connection:'); waited += 20) {
    if (child.exitCode !== null || waited > 20_000) throw new Error(`devnet did not start: ${said()}`);
    await delay(20);
  }
  return { child, connection: JSON.parse(await readFile(path.join(data, 'connection.json'), 'utf8')) };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

/** Submits transactions of its own making, and waits for their codes. */
class Submitter {
  readonly #submitter: gateway.GatewayClient;
  readonly #signer: Signer;
  readonly #endorsers: readonly Signer[];

  constructor(
    connection: Connection,
    parts: { caPem: string; signer: Signer; endorsers: readonly Signer[] },
  ) {
    const { endpoint } = connection.gateway;
    const secure = credentials.createSsl(Buffer.from(parts.caPem));
    const options = { 'grpc.ssl_target_name_override': connection.gateway.tlsServerName };
    this.#submitter = new gateway.GatewayClient(endpoint, secure, options);
    this.#signer = parts.signer;
    this.#endorsers = parts.endorsers;
  }

  build(key: string) {
    return buildTransaction({ creator: this.#signer, endorsers: this.#endorsers, writes: { [key]: key } });
  }

  submit({ txId, envelope }: { txId: string; envelope: Uint8Array }): Promise<void> {
    const request = new gateway.SubmitRequest();
    request.setChannelId('mengsu');
    request.setTransactionId(txId);
    request.setPreparedTransaction(common.Envelope.deserializeBinary(envelope));
    return new Promise((resolve, reject) => {
      this.#submitter.submit(request, (error: Error | null) => (error === null ? resolve() : reject(error)));
    });
  }

  code(txId: string): Promise<number> {
    const request = new gateway.CommitStatusRequest();
    request.setChannelId('mengsu');
    request.setTransactionId(txId);
    request.setIdentity(this.#signer.serialized);
    const signed = new gateway.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    signed.setSignature(this.#signer.sign(signed.getRequest_asU8()));
    return new Promise((resolve, reject) => {
      this.#submitter.commitStatus(signed, (error, response) =>
        error === null && response !== undefined ? resolve(response.getResult()) : reject(error),
      );
    });
  }

  close(): void {
    this.#submitter.close();
  }
}

async function connectTo(data: string, connection: Connection): Promise<Submitter> {
  const identities = await loadNetworkIdentities(path.join(data, 'identities'));
  const [producers, , brand] = openMaterial(identities).organisations;
  const organisation = identities.organisations[0];
  if (!producers || !brand || !organisation) throw new Error('an organisation is missing');
  return new Submitter(connection, {
    caPem: await readFile(connection.gateway.tlsCaFile, 'utf8'),
    signer: makeSigner('ProducersMSP', organisation.identities.gateway),
    endorsers: [producers.peer, brand.peer],
  });
}

async function openStopped(data: string) {
  const material = openMaterial(await loadNetworkIdentities(path.join(data, 'identities')));
  const authorities = new Map(material.organisations.map((one) => [one.mspId, one.identityCaPem]));
  const now = () => new Date();
  return openLedger({
    file: path.join(data, 'ledger.sqlite'),
    channel: 'mengsu',
    material,
    verifier: makeIdentityVerifier({ channel: 'mengsu', authorities, now }),
    definitions: new Map([['mengsu', firstDefinition('mengsu', '1.0', policyDefault)]]),
    limits: orderingLimitsDefault,
    now,
    onFailure: (error) => {
      throw error;
    },
  });
}

describe('the devnet program', () => {
  it('loses nothing that it acknowledged as VALID when it is killed while it writes', async () => {
    const data = await makeFolder();
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < 3; round += 1) {
      const { child, connection } = await start(data);
      const submitter = await connectTo(data, connection);
      const work = Array.from({ length: 40 }, async (_, index) => {
        const key = `r${round}k${index}`;
        const transaction = submitter.build(key);
        await submitter.submit(transaction);
        if ((await submitter.code(transaction.txId)) === peer.TxValidationCode.VALID) {
          acknowledged.set(key, transaction.txId);
        }
      });
      const first = Promise.any(work);
      const settled = Promise.allSettled(work);
      await first;
      await kill(child, 'SIGKILL');
      await settled;
      submitter.close();
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(3);
    const ledger = await openStopped(data);
    try {
      for (const [key, txId] of acknowledged) {
        expect(ledger.transaction(txId)?.code).toBe(peer.TxValidationCode.VALID);
        expect(Buffer.from(ledger.get('mengsu', key)?.value ?? []).toString()).toBe(key);
      }
      for (let number = 1; number < ledger.height; number += 1) {
        const before = partsOf(ledger.block(number - 1) ?? new common.Block()).header;
        const { header } = partsOf(ledger.block(number) ?? new common.Block());
        expect(Buffer.from(header.getPreviousHash_asU8())).toEqual(headerHash(before));
      }
    } finally {
      await ledger.close();
    }
  });

  it('stops in order on SIGTERM: what was accepted is committed, connection.json is gone', async () => {
    const data = await makeFolder();
    const { child, connection } = await start(data);
    const submitter = await connectTo(data, connection);
    const transaction = submitter.build('last');
    await submitter.submit(transaction);
    expect(await kill(child, 'SIGTERM')).toBe(0);
    submitter.close();
    await expect(stat(path.join(data, 'connection.json'))).rejects.toThrow(/ENOENT/);
    const ledger = await openStopped(data);
    expect(ledger.transaction(transaction.txId)?.code).toBe(peer.TxValidationCode.VALID);
    await ledger.close();
  });

  it('lets nobody else into its folder while it runs, and the next one in after it was killed', async () => {
    const data = await makeFolder();
    const { child } = await start(data);
    const second = spawnDevnet(data);
    await once(second.child, 'exit');
    expect(second.child.exitCode).toBe(1);
    expect(second.said()).toContain('is in use by another devnet');
    expect(second.said()).not.toContain('    at ');
    await kill(child, 'SIGKILL');
    const third = await start(data);
    expect(await kill(third.child, 'SIGTERM')).toBe(0);
  });

  it('says that it proves nothing between organisations, and refuses a wrong setting with code 2', async () => {
    const data = await makeFolder();
    const { child, said } = spawnDevnet(data);
    await expect
      .poll(said, { timeout: 20_000 })
      .toContain('one process holds the keys of all organisations and proves nothing');
    await kill(child, 'SIGKILL');
    const wrong = spawn(process.execPath, [program, '--data', data], { stdio: 'ignore' });
    running.push(wrong);
    await once(wrong, 'exit');
    expect(wrong.exitCode).toBe(2);
  });
});
