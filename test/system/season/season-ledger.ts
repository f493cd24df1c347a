import type { Envelope, Receipt } from '@mengsu/chaincode/model';
import type { Fields } from '@mengsu/chaincode/model/testing';
import { MengsuClient } from '@mengsu/client';
import type { Submitter } from '../../../chaincode/src/acts/index.ts';
import { daysAround, sinceEnrolmentMs } from '../../../chaincode/src/season/testing-season-days.ts';
import { seasonVillage } from '../../../chaincode/src/season/testing-season-village.ts';
import { believing, WatchedWorld } from '../../../chaincode/src/season/testing-season-watched.ts';
import {
  type SeasonRegion,
  type SeasonWorld,
  seasonRegion,
} from '../../../chaincode/src/season/testing-season-world.ts';
import { submitAsAdmins } from '../../../demo/src/story/founding.ts';
import type { RunningSystem } from '../running-system.ts';

/** A village on the ledger, with the engine's world in memory as it is there. */
export type LivingVillage = SeasonWorld & { readonly world: WatchedWorld };

type Values = ReadonlyMap<string, Uint8Array>;

/** A document of one event, as it was said in memory. */
interface Rehearsed {
  readonly id: string;
  readonly text: string;
  readonly submitter: Submitter | undefined;
}

/** A world in memory that keeps what is submitted to it, so that the very same can be told to the ledger. All of it is said to have happened weeks ago. */
class Rehearsal extends WatchedWorld {
  readonly documents: Rehearsed[] = [];

  constructor(values: Values) {
    super(believing);
    this.state.restore(values);
    this.nowMs = Date.now();
  }

  override stamped(fields: Fields): Fields {
    return super.stamped({ eventTime: new Date(this.nowMs - sinceEnrolmentMs).toISOString(), ...fields });
  }

  override async submit(text: string, submitter?: Submitter): Promise<Receipt> {
    const receipt = await super.submit(text, submitter);
    this.documents.push({ id: receipt.results[0]?.id ?? '', text, submitter });
    return receipt;
  }
}

/** A network of the season's region on a running system, told by signed events alone: foundings by `mengsu found`, everything else by the API. */
export class SeasonLedger {
  readonly client: MengsuClient;
  /** What the foundings and the region's own events have written. */
  readonly values: Values;
  readonly #region: SeasonRegion;

  private constructor(client: MengsuClient, region: SeasonRegion, values: Values) {
    this.client = client;
    this.#region = region;
    this.values = values;
  }

  static async on({ url, places }: RunningSystem): Promise<SeasonLedger> {
    const client = new MengsuClient(url);
    const rehearsal = new Rehearsal(new Map());
    const region = await seasonRegion(rehearsal, daysAround(Date.now()));
    const foundings = rehearsal.documents.filter(({ submitter }) => submitter?.isAdmin);
    await submitAsAdmins(foundings.flatMap(envelopesOf), places);
    await post(
      client,
      rehearsal.documents.filter((document) => !foundings.includes(document)),
    );
    const { state } = await relive(rehearsal, { client, before: new Map() });
    return new SeasonLedger(client, region, state.values);
  }

  /** One more village, with everything that is granted to it. */
  async settle(village: number): Promise<LivingVillage> {
    const rehearsal = new Rehearsal(this.values);
    const made = await seasonVillage({ ...this.#region, world: rehearsal }, village);
    await post(this.client, rehearsal.documents);
    const world = await relive(rehearsal, { client: this.client, before: this.values });
    return { ...made, world };
  }
}

const envelopesOf = ({ text }: Rehearsed): Envelope[] =>
  (JSON.parse(text) as { readonly events: Envelope[] }).events;

async function post(client: MengsuClient, documents: readonly Rehearsed[]): Promise<void> {
  await client.postEvents({ mode: 'all', events: documents.flatMap(envelopesOf) });
}

/** The same documents at the times at which the ledger has recorded them: a world like the ledger's own, byte for byte. */
async function relive(
  { documents }: Rehearsal,
  { client, before }: { readonly client: MengsuClient; readonly before: Values },
): Promise<WatchedWorld> {
  const world = new WatchedWorld(believing);
  world.state.restore(before);
  const events = await Promise.all(documents.map(({ id }) => client.event(id)));
  for (const [index, { text, submitter }] of documents.entries()) {
    world.nowMs = Date.parse(events[index]?.recordedAt ?? '');
    await world.submit(text, submitter);
  }
  return world;
}
