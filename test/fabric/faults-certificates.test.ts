import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { authorityPaths, makeIdentity, readAuthority } from '@mengsu/network/identities';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnGateway, startOwnGateway } from '../../demo/src/run/own-gateways.ts';
import { probe } from '../fault/probe.ts';
import { reasonToSkip } from '../system/fabric-network.ts';
import { type Producer, sign } from '../system/founded-network.ts';
import { FaultRun } from './fault-run.ts';
import { reasonsOf, untilReasonOf } from './readiness-reasons.ts';

const reason = reasonToSkip();
const yearMs = 365 * 86_400_000;
/** Enough for a gateway to start and write on a shared machine. */
const shortMs = 45_000;

interface Told {
  readonly organisations: readonly { readonly mspId: string }[];
}

describe.skipIf(reason)(`the certificate of a gateway${reason ? ` (${reason})` : ''}`, () => {
  let run: FaultRun;
  let folder: string;
  let certificateFile: string;
  let producer: Producer;
  let gateway: OwnGateway | undefined;
  let lots = 0;

  beforeAll(async () => {
    run = await FaultRun.start();
    folder = path.join(run.fabric.folder, 'trade-gateway');
    certificateFile = path.join(folder, 'certificate.pem');
    await mkdir(path.join(folder, 'connections'), { recursive: true });
    const text = await readFile(path.join(run.fabric.folder, 'connections', 'trade.json'), 'utf8');
    const connection = JSON.parse(text) as Told;
    const files = { certificateFile, privateKeyFile: path.join(folder, 'key.pem') };
    const organisations = connection.organisations.map((one) =>
      one.mspId === 'TradeMSP' ? { ...one, gateway: files } : one,
    );
    await writeFile(
      path.join(folder, 'connections', 'trade.json'),
      JSON.stringify({ ...connection, organisations }),
    );
    const [enrolled] = await run.network.enrolProducers(1);
    if (!enrolled) throw new RangeError('one producer was enrolled');
    producer = enrolled;
  });
  afterAll(async () => {
    await gateway?.stop();
    await run?.remove();
  });

  /** A new certificate of trade's authority, and trade's own gateway started with it, on the store that it had before. */
  async function restartWithCertificate(lifeMs: number): Promise<OwnGateway> {
    await gateway?.stop();
    const ca = authorityPaths(path.join(run.nodes.places.identities, 'trade'), 'ca');
    const authority = await readAuthority({
      certificatePem: await readFile(ca.certificate, 'utf8'),
      privateKeyPem: await readFile(ca.privateKey, 'utf8'),
    });
    const now = Date.now();
    const validity = { notBefore: new Date(now - 60_000), notAfter: new Date(now + lifeMs) };
    const subject = { commonName: 'gateway.trade', role: 'client' } as const;
    const pair = await makeIdentity(authority, subject, validity);
    await writeFile(certificateFile, pair.certificatePem);
    await writeFile(path.join(folder, 'key.pem'), pair.privateKeyPem);
    const places = { ...run.system.places, connection: path.join(folder, 'connection.json') };
    gateway = await startOwnGateway(places, 'TradeMSP');
    return gateway;
  }

  /** Posts an event that has to wait. Answers its id. */
  async function promised({ url }: OwnGateway): Promise<string> {
    lots += 1;
    const lot = `${producer.gtin}/C${lots}`;
    const amount = { count: 1, massG: 38_000 };
    const fields = { act: 'commission', site: producer.sites[0], lot, amount } as const;
    const envelope = await sign(producer.device, fields);
    const said = { envelope, expected: 'recorded', effects: [{ lot, amount, to: 'available' }] } as const;
    const document = await run.book.open('each', [said]);
    run.book.ordered(producer.party, document);
    const answer = await fetch(new URL('/api/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=1' },
      body: JSON.stringify({ mode: 'each', events: [envelope] }),
    });
    expect(answer.status, await answer.text()).toBe(202);
    return document.events[0]?.id ?? '';
  }

  async function untilRecorded(id: string): Promise<void> {
    const until = Date.now() + 60_000;
    while (!(await fetch(new URL(`/api/events/${id}`, run.system.url))).ok) {
      if (Date.now() > until) throw new Error(`${id} is not recorded after a minute`);
      await pause(200);
    }
  }

  it('has ended: it says so and writes wait for a new one; others go on', async () => {
    const harm = {
      injected: 'the certificate of one organisation’s gateway ended',
      expected: 'its /readyz says so (503), its writes wait and arrive with a new certificate; others go on',
    };
    await run.suffer(harm, async () => {
      const short = await restartWithCertificate(shortMs);
      await probe(short.url, producer, run.book);
      await untilReasonOf(short, /^ledger: (our certificate ended on|.*does not accept our certificate)/);
      const id = await promised(short);
      const reasons = (await reasonsOf(short)).join('; ');
      await restartWithCertificate(yearMs);
      await untilRecorded(id);
      return `/readyz: “${/our certificate ended on|does not accept our certificate/.exec(reasons)?.[0]}”; what waited arrived with the new one`;
    });
  });

  it('is revoked: it says so and writes wait for a new one; others go on', async () => {
    const harm = {
      injected: 'the certificate of one organisation’s gateway revoked (fabric:revoke)',
      expected: 'no peer accepts it; its writes wait and arrive with a new certificate; others go on',
    };
    await run.suffer(harm, async () => {
      const revoked = gateway ?? (await restartWithCertificate(yearMs));
      await probe(revoked.url, producer, run.book);
      const done = await run.fabric.run('revoke', '--by', 'trade', '--certificate', certificateFile);
      expect(done).toMatchObject({ code: 0, output: expect.stringContaining('revoked ') });
      const said = await untilReasonOf(revoked, /^ledger: .*it does not accept our certificate/);
      const id = await promised(revoked);
      await restartWithCertificate(yearMs);
      await untilRecorded(id);
      return `/readyz: “${/it does not accept our certificate/.exec(said)?.[0]}”; what waited arrived with the new one`;
    });
  });

  it('of another organisation is not revoked, with one sentence', async () => {
    const { code, output } = await run.fabric.run(
      'revoke',
      '--by',
      'brand',
      '--certificate',
      certificateFile,
    );
    expect({ code, output }).toMatchObject({
      code: 2,
      output: expect.stringMatching(/^.* is not of brand's authority\n$/),
    });
  });

  it('was taken away: nothing is lost or doubled, and every party’s order is kept', async () => {
    expect(await run.reckon()).toEqual([]);
  });
});
