import { FakePeer } from '../../../chaincode/src/testing-peer.ts';
import { freePort, startChaincode, stopChaincode } from '../../../chaincode/src/testing-processes.ts';
import { cpuMsOf } from '../measure/program-usage.ts';
import { eventsPerDocument, type LawKind, lawDocuments } from './law-documents.ts';

/** CPU of the chaincode's own process over documents that a peer sends it, batch messages and all. */
export interface PeerRun {
  readonly events: number;
  readonly cpuMs: number;
  readonly documentMs: readonly number[];
}

const warmUpDocuments = 20;

export async function measurePeer(kind: LawKind, documents: number): Promise<PeerRun> {
  const address = `127.0.0.1:${await freePort()}`;
  const running = startChaincode({ CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: 'mengsu:1' });
  try {
    const { at, next } = await lawDocuments(kind);
    const peer = await FakePeer.dial(address, at.world.state.values, 1000);
    const texts: string[] = [];
    for (let document = 0; document < warmUpDocuments + documents; document++) texts.push(await next());
    const pid = running.child.pid ?? 0;
    let before = cpuMsOf(pid);
    const documentMs: number[] = [];
    for (const [index, text] of texts.entries()) {
      if (index === warmUpDocuments) before = cpuMsOf(pid);
      const startedAt = performance.now();
      const args = [Buffer.from('record'), Buffer.from(text)];
      const { status, payload } = await peer.transact({ args, timestampMs: at.world.nowMs });
      const clean = payload.split('"breaches":[],').length - 1;
      if (status !== 200 || clean !== eventsPerDocument)
        throw new Error(
          `the chaincode answered ${status}, ${clean} of ${eventsPerDocument} events are whole`,
        );
      if (index >= warmUpDocuments) documentMs.push(performance.now() - startedAt);
    }
    const cpuMs = cpuMsOf(pid) - before;
    peer.close();
    return { events: documents * eventsPerDocument, cpuMs, documentMs };
  } finally {
    await stopChaincode(running);
  }
}
