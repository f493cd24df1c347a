import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../places.ts';
import { readTopology } from '../topology.ts';
import { adminEnvironment } from './admin-environment.ts';
import { unitsOf } from './units.ts';

const topology = readTopology(fileURLToPath(new URL('../../topology.json', import.meta.url)));
const places = placesIn(topology.installed.data);
const [, trade] = topology.organisations;
if (!trade) throw new RangeError('the example has four organisations');
const units = new Map(unitsOf(topology, trade, places).map(({ name, text }) => [name, text.split('\n')]));

describe('the units of a host', () => {
  it('are an orderer, a peer and a chaincode for each slot', () => {
    expect([...units.keys()]).toEqual([
      'mengsu-orderer-trade.service',
      'mengsu-peer-trade.service',
      'mengsu-chaincode-trade@.service',
    ]);
    const command = (name: string) => units.get(name)?.find((line) => line.startsWith('ExecStart='));
    expect(command('mengsu-peer-trade.service')).toBe('ExecStart=/opt/fabric/bin/peer node start');
    expect(command('mengsu-chaincode-trade@.service')).toBe(
      'ExecStart=/opt/mengsu/node_modules/node/bin/node /var/lib/mengsu-fabric/chaincode/$' +
        '{CHAINCODE_LABEL}/src/main.ts',
    );
  });

  it('write to the data of their own node alone, as nobody in particular', () => {
    for (const [name, lines] of units) {
      expect(lines, name).toEqual(
        expect.arrayContaining(['User=mengsu', 'ProtectSystem=strict', 'Restart=always']),
      );
      const writes = lines.filter((line) => line.startsWith('ReadWritePaths='));
      const node = /^mengsu-(peer|orderer)-/.exec(name)?.[1];
      expect(writes).toEqual(node ? [`ReadWritePaths=/var/lib/mengsu-fabric/nodes/trade/${node}/data`] : []);
    }
  });

  it('give no specifier of systemd by accident', () => {
    for (const lines of units.values())
      for (const line of lines.filter((one) => one.startsWith('Environment=')))
        expect(line.replaceAll('%%', '')).not.toMatch(/%/);
  });
});

describe("the admin's environment", () => {
  it('speaks to its own nodes, and knows the peers of all', () => {
    const text = adminEnvironment(topology, trade, places);
    expect(text).toMatch(/^export CORE_PEER_ADDRESS="127\.0\.0\.1:7161"$/m);
    expect(text.match(/--peerAddresses/g)).toHaveLength(4);
    expect(text).toMatch(/--tlsRootCertFiles \/var\/lib\/mengsu-fabric\/authorities\/regulator-tlsca\.pem/);
  });
});
