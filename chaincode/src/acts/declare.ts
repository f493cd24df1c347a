import {
  type BreachCode,
  type EventOf,
  type EventRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, put, type Scene } from './act.ts';
import { requireDeclarable } from './claimable.ts';
import { intervalBreaches, paperBreaches } from './goodness.ts';
import {
  gatherStock,
  requireCategoryOf,
  requireHeldLot,
  type Stock,
  stockKeys,
  stockKeysThatFollow,
} from './holdings.ts';
import { marksOf, partyMarks } from './marks.ts';
import { requireDeviceRole, requirePartyRole, requireSite } from './require.ts';

type Declare = EventOf<'declare'>;

interface DeclareFacts {
  readonly site: SiteRecord | undefined;
  readonly stock: Stock;
  /** What made the lot. */
  readonly making: EventRecord | undefined;
}

/** 承诺达标合格证 (农产品质量安全法 art. 39, 农业农村部令2025年第4号): a person says by hand that these goods meet the standard, as who produced or who collected them. */
export const declare: Act<Declare, DeclareFacts> = {
  keys: (event) => [keyOf.site(event.party, event.site), ...stockKeys(event, [event.lot])],

  async keysThatFollow(event, read) {
    const lot = await read(keyOf.lot(event.lot));
    return [
      ...(lot ? [keyOf.event(lot.madeBy)] : []),
      ...(await stockKeysThatFollow(event, [event.lot], read)),
    ];
  },

  async gather(event, read) {
    const stock = await gatherStock(event, [event.lot], read);
    const lot = stock.lots.get(event.lot);
    return {
      stock,
      site: await read(keyOf.site(event.party, event.site)),
      making: lot && (await read(keyOf.event(lot.madeBy))),
    };
  },

  decide(event, { site, stock, making }, scene) {
    requireHand(event, scene);
    requireForm(event, stock.lots.get(event.lot), making);
    requireSite(site, event.party, event.site);
    const lot = requireHeldLot(event, stock, event);
    if (!requireCategoryOf(lot, stock).declared)
      throw new LedgerError('LOT_NOT_CLAIMABLE', `${lot.category} has no 合格证`);
    const marks = [marksOf(lot, stock.holdings.get(event.lot)), partyMarks(scene.signer.party)];
    requireDeclarable(event.lot, lot, marks, stock.standing);
    const { party, lot: lotId, form } = event;
    return {
      changes: [
        put(keyOf.declaration(scene.id), { party, lot: lotId, form }),
        ...(lot.fixed ? [] : [put(keyOf.lot(lotId), { ...lot, fixed: true as const })]),
      ],
      breaches: breachesOf(event, lot, stock),
      effect: { did: 'declared' },
    };
  },
};

/** An operator whose device is a named person's, of a party that may use the form. */
function requireHand(event: Declare, scene: Scene): void {
  requireDeviceRole(scene, 'operator');
  if (event.form === 1) requirePartyRole(scene, 'producer', 'association');
  else requirePartyRole(scene, 'processor', 'trader', 'association');
  if (scene.signer.device.person === undefined && !event.party.startsWith('P'))
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `${scene.signer.kid} is no person's device: a 合格证 is signed by hand`,
    );
}

/**
 * Form 1 is for lots that the party brought forth, or made of its own produce (packed, sorted); form 2 for all that it has in hand but what it
 * brought forth.
 */
function requireForm(event: Declare, lot: LotRecord | undefined, making: EventRecord | undefined): void {
  if (!lot) return;
  const isOwn = lot.maker === event.party;
  const fits =
    event.form === 1
      ? isOwn && (making?.act === 'commission' || making?.act === 'transform')
      : !(isOwn && making?.act === 'commission');
  if (fits) return;
  throw new LedgerError(
    'ROLE_NOT_ALLOWED',
    `${event.lot} was made by ${lot.maker} (${making?.act}), form ${event.form} is not for it`,
  );
}

/** A statement on the ground of a test shows its report; papers that are shown hold; and what was used must be out of the goods. */
function breachesOf(event: Declare, lot: LotRecord, stock: Stock): BreachCode[] {
  const shown = (event.papers ?? []).map(({ kind }) => kind);
  const wanted = event.basis === 'qualityControl' ? [] : (['testReport'] as const);
  return [
    ...paperBreaches([...new Set([...shown, ...wanted])], event),
    ...intervalBreaches(lot.earliest, requireCategoryOf(lot, stock).use, event),
  ];
}
