import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import type { Fields } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { categoryFields, say, type TradeWorld, tradeWorld } from '../testing-trade.ts';

type Band = { readonly from: string; readonly to: string; readonly maxPermille: number };
const band = (from: string, to: string, maxPermille: number): Band => ({ from, to, maxPermille });
const mass = (maxPermille: number): Band => band('massG', 'massG', maxPermille);
const count = (maxPermille: number): Band => band('count', 'count', maxPermille);
const output = (category: string, ...bands: Band[]) => ({ category, bands });

const process = (principal: readonly string[], outputs: readonly object[], more: Fields = {}): Fields => ({
  act: 'registerProcess',
  process: 'trial@1',
  names: { zh: '工艺' },
  principal,
  outputs,
  ...more,
});

/** Category → measures and stage. */
const catalogue = {
  grape: [['massG'], 1],
  wine: [['volumeMl'], 3],
  bottled: [['count', 'volumeMl'], 4],
  sheep: [['count'], 1],
  hide: [['count'], 2],
  carcass: [['count', 'massG'], 2],
  quarter: [['count', 'massG'], 2],
  cut: [['count', 'massG'], 3],
  salt: [['massG'], 0],
} as const;

/** The trade world with the catalogue's categories, each registered by certifier and regulator. */
async function kitchen(): Promise<TradeWorld> {
  const at = await tradeWorld();
  for (const [category, [measures, stage]] of Object.entries(catalogue)) {
    await say(at, at.certifier, { ...categoryFields(category, measures), stage }, at.regulator.device);
  }
  return at;
}

const tell = (at: TradeWorld, fields: Fields) => say(at, at.certifier, fields, at.regulator.device);
const slaughter = process(['sheep'], [output('carcass', band('count', 'massG', 25_000_000))]);

describe('registerInput', () => {
  const input: Fields = {
    act: 'registerInput',
    input: 'PD20150001',
    kind: 'pesticide',
    names: { zh: '农药' },
    intervals: { crop: 14, milk: 0 },
  };

  it('says for how long what was used keeps goods from use', async () => {
    const at = await tradeWorld();
    await tell(at, input);
    expect(at.world.state.at(keyOf.input('PD20150001'))).toEqual({
      kind: 'pesticide',
      names: { zh: '农药' },
      intervals: { crop: 14, milk: 0 },
    });
  });

  it('refuses anyone but a certifier with a regulator, then a number that is registered', async () => {
    const at = await tradeWorld();
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.regulator, input, at.certifier.device));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, input, at.herder.device));
    await tell(at, input);
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, input));
    await expectRefusal('ALREADY_REGISTERED', () => tell(at, { ...input, intervals: {} }));
  });
});

describe('registerProcess', () => {
  it('says what may become what', async () => {
    const at = await kitchen();
    const additions = [{ category: 'salt', maxPermille: 20 }];
    await tell(at, { ...slaughter, additions });
    expect(at.world.state.at(keyOf.process('trial@1'))).toEqual({
      names: { zh: '工艺' },
      principal: ['sheep'],
      outputs: slaughter.outputs,
      additions,
    });
  });

  it('refuses anyone but a certifier with a regulator, a version that is registered, and categories that are not', async () => {
    const at = await kitchen();
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, slaughter, at.regulator.device));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.regulator, slaughter, at.certifier.device));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, slaughter));
    await expectRefusal('CATEGORY_UNKNOWN', () => tell(at, { ...slaughter, principal: ['sheep', 'goat'] }));
    await expectRefusal('CATEGORY_UNKNOWN', () => tell(at, process(['sheep'], [output('meat', count(1))])));
    const sugared = { ...slaughter, additions: [{ category: 'sugar', maxPermille: 1 }] };
    await expectRefusal('CATEGORY_UNKNOWN', () => tell(at, sugared));
    await tell(at, slaughter);
    await expectRefusal('ALREADY_REGISTERED', () => tell(at, { ...slaughter, principal: ['goat'] }));
    await tell(at, { ...slaughter, process: 'trial@2' });
  });

  it.each([
    ['grams of a head', process(['sheep'], [output('carcass', band('count', 'massG', 25_000_000))])],
    [
      'by-products, all at later stages',
      process(
        ['sheep'],
        [output('hide', count(1000)), output('carcass', band('count', 'massG', 25_000_000))],
      ),
    ],
    ['wine of grapes', process(['grape'], [output('wine', band('massG', 'volumeMl', 700))])],
    ['pieces that only mass bounds, where it leads on', process(['carcass'], [output('cut', mass(1000))])],
    ['a gain, where it leads on', process(['carcass'], [output('cut', mass(1100))])],
    [
      'bottling: pieces free, volume kept',
      process(['wine'], [output('bottled', band('volumeMl', 'volumeMl', 1000))]),
    ],
    ['a split of the same kind', process(['carcass'], [output('carcass', mass(1000), count(1000))])],
    [
      'shares of the same stage',
      process(
        ['carcass'],
        [output('carcass', mass(400), count(500)), output('quarter', mass(600), count(500))],
      ),
    ],
    ['a mix of two kinds', process(['carcass', 'quarter'], [output('cut', mass(950))])],
  ])('takes %s', async (_, fields) => {
    const at = await kitchen();
    await tell(at, fields);
    expect(at.world.state.at(keyOf.process('trial@1'))).toBeDefined();
  });

  it.each([
    ['a way back', process(['cut'], [output('carcass', mass(1000), count(1000))])],
    [
      'a way back beside a way on',
      process(['carcass'], [output('cut', mass(500)), output('sheep', count(1000))]),
    ],
    [
      'a way back of one of two principal inputs',
      process(['cut', 'carcass'], [output('quarter', mass(1000), count(1000))]),
    ],
    ['a gain at the same stage', process(['carcass'], [output('quarter', mass(1001), count(1000))])],
    ['a gain of itself', process(['carcass'], [output('carcass', mass(1001), count(1000))])],
    [
      'pieces of mass at the same stage',
      process(['carcass'], [output('quarter', mass(1000), count(1000), band('massG', 'count', 1))]),
    ],
    ['free pieces at the same stage', process(['carcass'], [output('quarter', mass(1000))])],
    [
      'two wholes of one',
      process(
        ['carcass'],
        [output('carcass', mass(1000), count(1000)), output('quarter', mass(1), count(1))],
      ),
    ],
    [
      'a by-product of what stays what it is',
      process(['carcass'], [output('carcass', mass(500), count(500)), output('cut', mass(500))]),
    ],
    ['free mass', process(['sheep'], [output('carcass', count(1000))])],
    [
      'mass from pieces where there is mass',
      process(['carcass'], [output('cut', band('count', 'massG', 25_000_000))]),
    ],
    [
      'free pieces where there is nothing else',
      process(['sheep'], [output('hide', band('count', 'massG', 1000))]),
    ],
    [
      'a band of a measure that the output has not',
      process(['grape'], [output('wine', band('massG', 'volumeMl', 700), mass(1000))]),
    ],
    [
      'a band from a measure that an input has not',
      process(
        ['grape', 'carcass'],
        [output('wine', band('massG', 'volumeMl', 700), band('count', 'volumeMl', 1))],
      ),
    ],
    [
      'inputs that nothing measures alike',
      process(['grape', 'sheep'], [output('wine', band('massG', 'volumeMl', 700))]),
    ],
    [
      'an addition that is principal',
      process(['carcass', 'salt'], [output('cut', mass(900))], {
        additions: [{ category: 'salt', maxPermille: 1000 }],
      }),
    ],
  ])('refuses %s', async (_, fields) => {
    const at = await kitchen();
    await expectRefusal('PROCESS_UNSOUND', () => tell(at, fields));
    expect(at.world.state.at(keyOf.process('trial@1'))).toBeUndefined();
  });
});
