import { type ActorName, actor, actors } from './cast.ts';
import { type Category, categories } from './catalogue.ts';
import { digestOf } from './digest.ts';
import {
  categoriesOf,
  certificateNumber,
  type Ground,
  grounds,
  qualificationsOf,
  schemesOf,
} from './grants.ts';
import type { Line, Stage } from './stage.ts';

/** After everybody is enrolled, before the first harvest. */
const grantedDaysAgo = 19;
/** Certificates and quotas hold this long before and after the story is told. */
const validDays = 300;

/** A certifier and a regulator grant together: what a site bears, how much of it may be claimed, and who may claim which scheme. */
export async function tellGrants(stage: Stage): Promise<void> {
  const certificates = actors.flatMap(({ name }) =>
    [...schemesOf(name), ...qualificationsOf(name)].map((scheme) => certificateLine(stage, scheme, name)),
  );
  await Promise.all([
    stage.say(
      'grounds',
      grounds.flatMap((ground) => groundLines(stage, ground)),
    ),
    stage.say('certificates', certificates),
  ]);
}

const granted = (fields: Line['fields']): Line => ({
  by: 'certifier',
  cosigners: ['regulator'],
  daysAgo: grantedDaysAgo,
  fields,
});

const span = (stage: Stage) => ({ from: stage.dayAt(validDays), until: stage.dayAt(-validDays) });

function certificateLine(stage: Stage, scheme: string, name: ActorName): Line {
  const all = categories.map(({ category }) => category);
  return granted({
    act: 'issueCertificate',
    number: certificateNumber(scheme, name),
    scheme,
    holder: actor(name).party,
    products: [],
    categories: scheme === 'laboratory' ? all : categoriesOf(name),
    sites: Object.keys(actor(name).sites),
    ...span(stage),
    paper: digestOf(`certificate ${scheme} ${name}`),
  });
}

function groundLines(stage: Stage, { holder, site, category, amount }: Ground): Line[] {
  const { commodity, ceilings }: Category = categoryOf(category);
  const ceiling = ceilings?.[0];
  if (!ceiling) throw new RangeError(`${category} has no ceiling`);
  const { party } = actor(holder);
  const share = (perThousand: number | undefined) =>
    perThousand === undefined ? undefined : Math.floor((perThousand * amount) / 1000);
  const most = { count: share(ceiling.perThousand.count), massG: share(ceiling.perThousand.massG) };
  return [
    granted({
      act: 'certifySite',
      holder: party,
      site,
      commodity,
      capacities: [{ class: ceiling.class, unit: ceiling.unit, amount }],
    }),
    granted({
      act: 'grantQuota',
      holder: party,
      site,
      category,
      season: stage.season,
      ...span(stage),
      granted: JSON.parse(JSON.stringify(most)) as typeof most,
    }),
  ];
}

function categoryOf(code: string): Category {
  const found = categories.find(({ category }) => category === code);
  if (!found) throw new RangeError(`there is no category ${code}`);
  return found;
}
