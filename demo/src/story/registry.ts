import { type Envelope, type EventFields, type Signer, signEvent } from '@mengsu/client';
import { productFact } from '../facts.ts';
import { type Actor, actor, actors, type Founder, founders } from './cast.ts';
import { categories, type Product, products, standardOf } from './catalogue.ts';
import type { Line, Stage } from './stage.ts';

/** Everybody is enrolled this long before the story begins. */
const enrolledDaysAgo = 13.9;

/** Parties, devices, categories, products and sites, before any goods exist. */
export async function tellRegistry(stage: Stage): Promise<void> {
  for (const founder of founders) await enrolActors(stage, founder);
  await stage.say(
    'categories',
    await Promise.all(categories.map(async (category) => categoryLine(stage, category))),
  );
  await stage.say('sites', actors.flatMap(siteLines));
  await stage.say(
    'products',
    await Promise.all(Object.values<Product>(products).map((product) => productLine(stage, product))),
  );
}

async function enrolActors(stage: Stage, founder: Founder): Promise<void> {
  const own = actors.filter((one) => one.organisation === founder.organisation);
  const sign = async (): Promise<Envelope[]> => {
    const envelopes: Envelope[] = [];
    for (const one of own)
      envelopes.push(await signAsRegistrar(stage, founder, enrolParty(one), await trustSigners(stage, one)));
    for (const one of own) {
      const key = await stage.parts.keyring.key(one.name);
      const fields: EventFields = {
        act: 'enrolDevice',
        subject: one.party,
        key: key.publicKey,
        role: 'operator',
      };
      envelopes.push(await signAsRegistrar(stage, founder, fields, [key]));
    }
    return envelopes;
  };
  await stage.parts.journal.tell(`enrol-${founder.organisation}`, sign, (events) => stage.post(events));
}

function enrolParty(one: Actor): EventFields {
  return {
    act: 'enrolParty',
    subject: one.party,
    names: { zh: one.zh, en: one.en },
    roles: [...one.roles],
    organisation: one.organisation,
    division: one.division,
    ...(one.roles.includes('regulator')
      ? { remits: ['agriculture', 'market', 'grain'], divisionPrefix: '15' }
      : {}),
  };
}

/** Who mints trust is enrolled by the registrars of brand and regulator together. */
async function trustSigners(stage: Stage, one: Actor): Promise<Signer[]> {
  if (one.roles.includes('certifier')) return [await stage.registrarOf('RegulatorMSP')];
  return one.roles.includes('regulator') ? [await stage.registrarOf('BrandMSP')] : [];
}

async function signAsRegistrar(
  stage: Stage,
  founder: Founder,
  fields: EventFields,
  cosigners: readonly Signer[],
): Promise<Envelope> {
  const device = await stage.parts.keyring.device(
    `registrar-${founder.organisation}`,
    founder.party,
    stage.parts.network,
  );
  return (await signEvent({ ...fields, eventTime: stage.at(enrolledDaysAgo) }, { device, cosigners }))
    .envelope;
}

async function categoryLine(stage: Stage, category: (typeof categories)[number]): Promise<Line> {
  const { zh, en, measures, remits, ...codes } = category;
  const fields: EventFields = {
    act: 'registerCategory',
    ...codes,
    names: { zh, en },
    measures: [...measures],
    remits: [...remits],
  };
  return {
    by: 'certifier',
    daysAgo: enrolledDaysAgo,
    fields,
    cosigners: [await stage.cosigner('regulator')],
  };
}

function siteLines(one: (typeof actors)[number]): Line[] {
  return one.sites.map(({ site, kind }) => ({
    by: one.name,
    daysAgo: enrolledDaysAgo,
    fields: { act: 'registerSite', site, kind, division: one.division },
  }));
}

async function productLine(stage: Stage, product: Product): Promise<Line> {
  const fields: EventFields = {
    act: 'registerProduct',
    gtin: product.gtin,
    category: product.category,
    names: { zh: product.zh, en: product.en },
    netContent: product.netContent,
    shelfLifeDays: product.fact === undefined ? undefined : productFact(product.fact).shelf_life.days_typical,
    standard: standardOf(product),
  };
  const registrar = await stage.registrarOf(actor(product.owner).organisation);
  return { by: product.owner, daysAgo: enrolledDaysAgo, fields, cosigners: [registrar] };
}
