import path from 'node:path';
import { type Envelope, signEvent } from '@mengsu/client';
import { runOnce } from '../run/program.ts';
import type { Places } from '../run/system.ts';
import { type Founder, founders } from './cast.ts';
import type { Signed } from './journal.ts';
import { writeSecret } from './keyring.ts';
import type { Stage } from './stage.ts';

/** Before the first harvest, and the one that was told late. */
const foundedDaysAgo = 21;

/** Each organisation founds itself with its own admin identity, by `mengsu found`: the one thing that does not go through the API. */
export async function tellFounding(
  stage: Stage,
  submit: (envelopes: readonly Envelope[]) => Promise<void>,
): Promise<void> {
  const sign = async (): Promise<Signed> => {
    const envelopes = await Promise.all(founders.map((founder) => signFounding(stage, founder)));
    return { envelopes, ids: {} };
  };
  await stage.tell('found', sign, submit);
}

async function signFounding(stage: Stage, founder: Founder): Promise<Envelope> {
  const { keyring, network } = stage.parts;
  const name = (role: string): string => `${role}-${founder.organisation}`;
  const device = await keyring.device(name('registrar'), founder.party, network);
  const [registrar, log, service] = await Promise.all(
    [name('registrar'), name('log'), name('service')].map((key) => keyring.key(key)),
  );
  if (!registrar || !log || !service) throw new TypeError('three keys were asked for');
  const fields = {
    act: 'found' as const,
    party: founder.party,
    organisation: founder.organisation,
    names: { zh: founder.zh, en: founder.en },
    division: '150000',
    registrarKey: registrar.publicKey,
    logKey: log.publicKey,
    serviceKey: service.publicKey,
    eventTime: stage.at(foundedDaysAgo),
  };
  return (await signEvent(fields, { device })).envelope;
}

/** One after another, by the command line of the gateway whose folder is in `places`. */
export async function submitAsAdmins(envelopes: readonly Envelope[], places: Places): Promise<void> {
  const documents: string[] = [];
  for (const [index, envelope] of envelopes.entries()) {
    const document = path.join(places.story, `found-${index + 1}.document.json`);
    await writeSecret(document, JSON.stringify({ mode: 'all', events: [envelope] }));
    documents.push(document);
  }
  await runOnce({
    name: 'mengsu found',
    script: 'gateway/src/cli.ts',
    arguments: ['found', '--document', ...documents],
    environment: { MENGSU_DATA: places.gateway, MENGSU_CONNECTION: places.connection },
  });
}
