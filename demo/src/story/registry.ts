import { type DeviceKey, type EventFields, type Signer, signEvent } from '@mengsu/client';
import { mongolianNameOf, productFact } from '../facts.ts';
import { type ActorName, actor, actors, type Founder, founders } from './cast.ts';
import { categories, type Product, products, standardOf } from './catalogue.ts';
import { digestOf } from './digest.ts';
import { inputs } from './inputs.ts';
import type { Signed } from './journal.ts';
import { processes } from './processes.ts';
import type { KeyName, Line, Stage } from './stage.ts';

/** Everybody is enrolled this long before the story is told: before the first harvest. */
const enrolledDaysAgo = 20;

/** Parties, devices, categories, inputs, processes, sites and products, before any goods exist. */
export async function tellRegistry(stage: Stage): Promise<void> {
  await Promise.all(founders.map((founder) => enrolActors(stage, founder)));
  const granted = [...categories.map(categoryFields), ...inputs, ...processes];
  await Promise.all([
    stage.say('categories', granted.map(grantedLine)),
    stage.say('sites', actors.flatMap(siteLines)),
  ]);
  await stage.say('products', Object.values<Product>(products).map(productLine));
}

/** In one document: the parties of an organisation, then a device of each. */
async function enrolActors(stage: Stage, founder: Founder): Promise<void> {
  const own = actors.filter((one) => one.organisation === founder.organisation);
  const { keyring, network } = stage.parts;
  await Promise.all(own.map(({ name }) => keyring.key(name)));
  const sign = async (): Promise<Signed> => {
    const device = await keyring.device(`registrar-${founder.organisation}`, founder.party, network);
    const signAs = async (fields: EventFields, cosigners: readonly Signer[]) =>
      (await signEvent({ ...fields, eventTime: stage.at(enrolledDaysAgo) }, { device, cosigners })).envelope;
    const envelopes: Signed['envelopes'][number][] = [];
    for (const one of own) {
      const cosigners = await Promise.all(trustSigners(one).map((name) => keyring.key(name)));
      envelopes.push(await signAs(partyFields(one), cosigners));
    }
    for (const one of own) {
      const key = await keyring.key(one.name);
      envelopes.push(await signAs(deviceFields(one, key.publicKey), [key]));
    }
    return { envelopes, ids: {} };
  };
  await stage.tell(`enrol-${founder.organisation}`, sign);
}

type Named = (typeof actors)[number];

function partyFields(one: Named): EventFields {
  const { party: subject, names, roles, organisation, division } = one;
  return {
    act: 'enrolParty',
    subject,
    names,
    roles: [...roles],
    organisation,
    division,
    ...(roles.includes('regulator')
      ? { remits: ['agriculture', 'market', 'grain'], divisionPrefix: '15' }
      : {}),
  };
}

const deviceFields = ({ party, name, isPersonal }: Named, key: DeviceKey['publicKey']): EventFields => ({
  act: 'enrolDevice',
  subject: party,
  key,
  role: 'operator',
  person: isPersonal ? digestOf(`the person who signs for ${name}`) : undefined,
});

/** Who mints trust is enrolled by the registrars of brand and regulator together. */
function trustSigners({ roles }: Named): KeyName[] {
  if (roles.includes('certifier')) return ['registrar-RegulatorMSP'];
  return roles.includes('regulator') ? ['registrar-BrandMSP'] : [];
}

function categoryFields({ zh, en, ...fields }: (typeof categories)[number]): EventFields {
  return { act: 'registerCategory', ...fields, names: { zh, en } };
}

const grantedLine = (fields: EventFields): Line => ({
  by: 'certifier',
  cosigners: ['regulator'],
  daysAgo: enrolledDaysAgo,
  fields,
});

function siteLines({ name, sites, division }: Named): Line[] {
  return Object.entries(sites).map(([site, kind]) => ({
    by: name,
    daysAgo: enrolledDaysAgo,
    fields: { act: 'registerSite', site, kind, division },
  }));
}

function productLine(product: Product): Line {
  const { owner, gtin, category, zh, en, netContent, fact } = product;
  const mongolian = fact === undefined ? undefined : mongolianNameOf(fact);
  const fields: EventFields = {
    act: 'registerProduct',
    gtin,
    category,
    names: { zh, en, ...(mongolian !== undefined && { 'mn-Mong': mongolian }) },
    netContent,
    shelfLifeDays: fact === undefined ? undefined : productFact(fact).shelf_life.days_typical,
    standard: standardOf(product),
  };
  return { by: owner, daysAgo: enrolledDaysAgo, fields, cosigners: [registrarOf(owner)] };
}

const registrarOf = (name: ActorName): KeyName => `registrar-${actor(name).organisation}`;
