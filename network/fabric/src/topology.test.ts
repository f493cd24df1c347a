import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseTopology, readTopology } from './topology.ts';

const file = fileURLToPath(new URL('../topology.json', import.meta.url));
const example = () => JSON.parse(readFileSync(file, 'utf8'));

/** The example after a change, refused with these words. */
function refusal(change: (topology: ReturnType<typeof example>) => void): string {
  const topology = example();
  change(topology);
  try {
    parseTopology(topology, 'topology.json');
  } catch (error) {
    if (error instanceof Error && error.name === 'FabricError') return error.message;
    throw error;
  }
  return 'taken';
}

describe('a topology', () => {
  it('is read from the example, in the order of the consenter ids', () => {
    const { organisations } = readTopology(file);
    expect(organisations.map(({ name }) => name)).toEqual(['producers', 'trade', 'brand', 'regulator']);
  });

  it('does not depend on the order in its file', () => {
    const topology = example();
    topology.organisations.reverse();
    expect(parseTopology(topology, 'it')).toEqual(readTopology(file));
  });

  it('is refused when it names an organisation twice', () => {
    expect(refusal((it) => (it.organisations[1].mspId = 'BrandMSP'))).toBe(
      'topology.json does not fit: it names TradeMSP nowhere',
    );
    expect(refusal((it) => (it.organisations[1].mspId = 'ProducersMSP'))).toBe(
      'topology.json does not fit: it names ProducersMSP twice',
    );
  });

  it('is refused when an address is given to two', () => {
    expect(refusal((it) => (it.organisations[3].orderer.adminPort = 7151))).toBe(
      'topology.json does not fit: 127.0.0.1:7151 is given to producers peer and to regulator orderer admin',
    );
    expect(
      refusal((it) => {
        it.organisations[3].host = 'regulator.example';
        it.organisations[3].orderer.adminPort = 7151;
      }),
    ).toBe('taken');
  });

  it.each<[string, (topology: ReturnType<typeof example>) => void, RegExp]>([
    ['a key that is not known', (it) => (it.organisations[0].colour = 'red'), /organisations\.0: .*colour/],
    [
      'an organisation that is not known',
      (it) => (it.organisations[0].mspId = 'OtherMSP'),
      /organisations\.0\.mspId/,
    ],
    ['three organisations', (it) => it.organisations.pop(), /organisations: /],
    ['a port below 1024', (it) => (it.organisations[0].peer.port = 80), /organisations\.0\.peer\.port/],
    ['one chaincode port', (it) => (it.organisations[0].peer.chaincodePorts = [7153]), /chaincodePorts/],
    ['a host with a path', (it) => (it.organisations[0].host = 'a/b'), /organisations\.0\.host/],
    ['a channel in upper case', (it) => (it.channel = 'Mengsu'), /channel/],
    ['a folder that is not absolute', (it) => (it.installed.data = 'here'), /installed\.data/],
  ])('is refused with %s', (_, change, words) => {
    expect(refusal(change)).toMatch(words);
    expect(refusal(change)).toMatch(/^topology\.json does not fit: /);
  });

  it('is refused with the name of a file that is not there', () => {
    expect(() => readTopology('/nowhere/topology.json')).toThrow(/^\/nowhere\/topology\.json cannot be read/);
  });
});
