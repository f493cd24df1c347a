import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChaincodeConnection, type ConnectionChange } from './chaincode-connection.ts';
import { Simulation } from './simulation.ts';
import { MemoryState } from './testing-state.ts';

const { Type } = peer.ChaincodeMessage;
type Stream = ServerDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>;

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A chaincode server whose every stream a test writes itself. Resolves with its address. */
function serve(onStream: (stream: Stream) => void): Promise<string> {
  const server = new Server();
  server.addService(peer.ChaincodeService, { connect: onStream });
  closing.push(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

function connect(address: string, connectTimeoutMs = 2000) {
  const changes: ConnectionChange['kind'][] = [];
  const connection = new ChaincodeConnection({
    address,
    name: 'law',
    connectTimeoutMs,
    executeTimeoutMs: 2000,
    onChange: ({ kind }) => changes.push(kind),
  });
  closing.push(() => connection.close());
  return { connection, changes };
}

function callOf(txId: string) {
  const transaction = new peer.ChaincodeMessage();
  transaction.setType(Type.TRANSACTION);
  transaction.setTxid(txId);
  transaction.setChannelId('ch');
  const simulation = new Simulation(new MemoryState(), 'law', 'tx');
  return { channel: 'ch', txId, message: Buffer.from(transaction.serializeBinary()), simulation };
}

function send(stream: Stream, type: number, payload: Uint8Array, txId = ''): void {
  const message = new peer.ChaincodeMessage();
  message.setType(type as ReturnType<typeof message.getType>);
  message.setPayload(payload);
  message.setTxid(txId);
  message.setChannelId('ch');
  stream.write(message);
}

function register(stream: Stream, id: string): void {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(id);
  send(stream, Type.REGISTER, chaincodeId.serializeBinary());
}

function complete(stream: Stream, txId: string): void {
  const response = new peer.Response();
  response.setStatus(200);
  send(stream, Type.COMPLETED, response.serializeBinary(), txId);
}

/** A way to a server that can be made to go silent while both ends believe that it is open. */
async function silenceable(address: string): Promise<{ address: string; silence: () => void }> {
  const sockets: Socket[] = [];
  const port = Number(address.split(':')[1]);
  const server = createServer((near) => {
    const far = connectSocket(port, '127.0.0.1');
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const silence = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const own = server.address();
  if (own === null || typeof own === 'string') throw new Error('no port');
  return { address: `127.0.0.1:${own.port}`, silence };
}

describe('a chaincode connection', () => {
  it('notices a stream that has gone silent while it seems open, and dials again', async () => {
    const real = await serve((stream) => {
      stream.on('data', () => undefined);
      register(stream, 'law');
    });
    const { address, silence } = await silenceable(real);
    const { changes } = connect(address);
    await vi.waitFor(() => expect(changes).toEqual(['ready']), 5_000);
    silence();
    await vi.waitFor(() => expect(changes.slice(0, 3)).toEqual(['ready', 'lost', 'ready']), 20_000);
  });

  it('executes on a server that registers with the name, or the name and a version', async () => {
    for (const id of ['law', 'law:1']) {
      const address = await serve((stream) => {
        stream.on('data', (message: peer.ChaincodeMessage) => {
          if (message.getType() === Type.TRANSACTION) complete(stream, message.getTxid());
        });
        register(stream, id);
      });
      const { response } = await connect(address).connection.execute(callOf('a'));
      expect(response.getStatus()).toBe(200);
    }
  });

  it('survives a chaincode that sends what cannot be read: the stream ends and is dialled again', async () => {
    let streams = 0;
    const address = await serve((stream) => {
      streams += 1;
      const good = streams > 1;
      stream.on('data', (message: peer.ChaincodeMessage) => {
        if (message.getType() !== Type.TRANSACTION) return;
        if (good) complete(stream, message.getTxid());
        else send(stream, Type.GET_STATE, new Uint8Array([255, 255, 255]), message.getTxid());
      });
      register(stream, 'law');
    });
    const { connection, changes } = connect(address);
    await expect(connection.execute(callOf('a'))).rejects.toMatchObject({
      failure: 'terminated',
      message: 'error sending: chaincode stream terminated',
    });
    expect((await connection.execute(callOf('b'))).response.getStatus()).toBe(200);
    expect(changes.filter((kind) => kind === 'ready')).toHaveLength(2);
  });

  it('takes an ERROR of the runtime for a failed execution', async () => {
    const address = await serve((stream) => {
      stream.on('data', (message: peer.ChaincodeMessage) => {
        if (message.getType() === Type.TRANSACTION)
          send(stream, Type.ERROR, Buffer.from('no stub'), message.getTxid());
      });
      register(stream, 'law');
    });
    await expect(connect(address).connection.execute(callOf('a'))).rejects.toMatchObject({
      failure: 'failed',
      message: 'transaction returned with failure: no stub',
    });
  });
});

describe('a chaincode connection refuses', () => {
  const launchFailure =
    'could not launch chaincode law: timeout expired while starting chaincode law for transaction';

  it('a server of another chaincode, even if the name is the beginning of its own', async () => {
    for (const id of ['lawless', 'order:law', '']) {
      const address = await serve((stream) => register(stream, id));
      await expect(connect(address).connection.execute(callOf('a'))).rejects.toThrow(launchFailure);
    }
  });

  it('a server that accepts and says nothing, after its limit', async () => {
    const address = await serve(() => {});
    const { connection } = connect(address, 100);
    await expect(connection.execute(callOf('a'))).rejects.toThrow(launchFailure);
    expect(connection.ready).toBe(false);
  });

  it('to hold up its closing, also while it dials', async () => {
    const address = await serve(() => {});
    const { connection } = connect(address, 60_000);
    const waiting = expect(connection.execute(callOf('a'))).rejects.toThrow(launchFailure);
    await connection.close();
    await waiting;
    await expect(connection.execute(callOf('b'))).rejects.toThrow(launchFailure);
  });

  it('calls where nobody listens, in the words of a peer', async () => {
    await expect(connect('127.0.0.1:1').connection.execute(callOf('a'))).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('dial tcp 127.0.0.1:1: connect: connection refused'),
    });
  });
});
