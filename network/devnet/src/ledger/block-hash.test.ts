import { common } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { headerBytes } from './block-hash.ts';
import { uvarint } from './block-metadata.ts';
import { commitHash, updateBytes } from './commit-hash.ts';
import { transactionId } from './transaction-id.ts';

/** Numbers beyond those of the recordings: lengths change and signs must not. */
describe('a header', () => {
  it.each([
    [0, '0100'],
    [127, '017f'],
    [128, '020080'],
    [255, '0200ff'],
    [256, '020100'],
    [32_768, '03008000'],
    [2 ** 40, '06010000000000'],
  ])('of block %i has its number as DER', (number, integer) => {
    const header = new common.BlockHeader();
    header.setNumber(number);
    const body = `02${integer}04000400`;
    const length = (body.length / 2).toString(16).padStart(2, '0');
    expect(headerBytes(header).toString('hex')).toBe(`30${length}${body}`);
  });

  it('is refused when a hash is longer than any hash is', () => {
    const header = new common.BlockHeader();
    header.setDataHash(Buffer.alloc(128));
    expect(() => headerBytes(header)).toThrow(RangeError);
  });
});

describe('update bytes', () => {
  const update = (value: string | undefined, block: number, tx = 0) => ({
    value: value === undefined ? undefined : Buffer.from(value),
    metadata: undefined,
    version: { block, tx },
  });

  it('name a namespace once, sort by bytes, mark deletions and keep versions in order', () => {
    const updates = new Map([
      ['ns2', new Map([['k', update('v', 256, 1)]])],
      [
        'ns1',
        new Map([
          ['b', update(undefined, 1)],
          ['a', update('v', 1)],
        ]),
      ],
    ]);
    const entries = [
      '0a036e73311a01612a01763203010100',
      '1a0162200132030101' + '00',
      '0a036e73321a016b2a0176320502010001' + '01',
    ];
    const expected = entries
      .map((entry) => `0a${(entry.length / 2).toString(16).padStart(2, '0')}${entry}`)
      .join('');
    expect(updateBytes(updates).toString('hex')).toBe(expected);
  });

  it('are nothing without updates', () => {
    expect(updateBytes(new Map())).toHaveLength(0);
  });

  it('change the commit hash, as flags and predecessor do', () => {
    const flags = Uint8Array.from([0]);
    const hashes = [
      commitHash(flags, Buffer.from('a'), Buffer.alloc(0)),
      commitHash(flags, Buffer.from('b'), Buffer.alloc(0)),
      commitHash(Uint8Array.from([1]), Buffer.from('a'), Buffer.alloc(0)),
      commitHash(flags, Buffer.from('a'), Buffer.alloc(32)),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('numbers and ids', () => {
  it('are Go’s varints', () => {
    expect([0, 127, 128, 300, 2 ** 35].map((number) => Buffer.from(uvarint(number)).toString('hex'))).toEqual(
      ['00', '7f', '8001', 'ac02', '808080808001'],
    );
  });

  it('of a transaction depend on nonce and creator, in this order', () => {
    const [one, other] = [Buffer.from('1'), Buffer.from('2')];
    expect(transactionId(one, other)).not.toBe(transactionId(other, one));
    expect(transactionId(one, other)).toMatch(/^[0-9a-f]{64}$/);
  });
});
