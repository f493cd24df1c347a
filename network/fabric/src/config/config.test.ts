import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../places.ts';
import { readTopology } from '../topology.ts';
import { channelConfig, lifecyclePolicy, profile } from './channel-config.ts';
import { ordererConfig, ordererEnvironment } from './orderer-config.ts';
import { builderVariables, peerConfig, peerEnvironment } from './peer-config.ts';

const topology = readTopology(fileURLToPath(new URL('../../topology.json', import.meta.url)));
const places = placesIn('/net');
const [producers, trade] = topology.organisations;
if (!producers || !trade) throw new RangeError('the example has four organisations');
const abroad = { ...trade, host: 'trade.example' };

const peer = (organisation = producers) =>
  peerConfig(topology, organisation, { places, builder: '/builder' });

describe('the channel', () => {
  const { [profile]: channel } = channelConfig(topology, places).Profiles as object as {
    readonly [name: string]: Channel;
  };

  it('is ordered by SmartBFT, by one consenter of each organisation with its own certificates', () => {
    expect(channel).toMatchObject({ Capabilities: { V3_0: true }, Orderer: { OrdererType: 'BFT' } });
    expect(channel?.Orderer.ConsenterMapping).toHaveLength(4);
    expect(channel?.Orderer.ConsenterMapping[1]).toEqual({
      ID: 2,
      Host: '127.0.0.1',
      Port: 7165,
      MSPID: 'TradeMSP',
      Identity: '/net/identities/trade/orderer/msp/signcerts/cert.pem',
      ClientTLSCert: '/net/identities/trade/orderer/tls/server.crt',
      ServerTLSCert: '/net/identities/trade/orderer/tls/server.crt',
    });
  });

  it('lets the regulator and two others approve a new law', () => {
    expect(channel?.Application.Policies.LifecycleEndorsement).toEqual({
      Type: 'Signature',
      Rule: "AND('RegulatorMSP.peer', OutOf(2, 'ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer'))",
    });
    expect(lifecyclePolicy).not.toMatch(/MAJORITY/);
  });

  it('holds more waiting transactions than a block has room for', () => {
    const { RequestPoolSize, RequestBatchMaxCount } = channel?.Orderer.SmartBFT ?? {};
    expect(Number(RequestPoolSize)).toBeGreaterThan(Number(RequestBatchMaxCount));
  });

  it('tells where each organisation orders, as V3_0 has no common list', () => {
    expect(channel?.Application.Organizations.map((one) => one.OrdererEndpoints)).toEqual([
      ['127.0.0.1:7155'],
      ['127.0.0.1:7165'],
      ['127.0.0.1:7175'],
      ['127.0.0.1:7185'],
    ]);
    expect(channel?.Orderer).not.toHaveProperty('Addresses');
  });
});

describe('a peer', () => {
  it('bounds the time of transactions, and sends the shim no keepalive', () => {
    expect(peer()).toMatchObject({
      peer: { handlers: { authFilters: expect.arrayContaining([{ name: 'TimeWindowCheck' }]) } },
      chaincode: { keepalive: 0, startuptimeout: '15s' },
    });
  });

  it('is reached on loopback only where its host is loopback', () => {
    expect(peer()).toMatchObject({ peer: { listenAddress: '127.0.0.1:7151', address: '127.0.0.1:7151' } });
    expect(peer(abroad)).toMatchObject({
      peer: { listenAddress: '0.0.0.0:7161', address: 'trade.example:7161' },
      operations: { listenAddress: '127.0.0.1:7162' },
    });
  });

  it('gives the builder every variable that it asks for', () => {
    expect(Object.keys(peerEnvironment(producers, places))).toEqual(
      expect.arrayContaining([...builderVariables]),
    );
    expect(peerEnvironment(abroad, places).MENGSU_CHAINCODE_ADDRESS_1).toBe('127.0.0.1:7164');
  });
});

describe('an orderer', () => {
  it('begins without a channel, and is administered on its host by mutual TLS', () => {
    expect(ordererConfig(abroad, places)).toMatchObject({
      General: { BootstrapMethod: 'none', ListenAddress: '0.0.0.0', ListenPort: 7165 },
      Admin: { ListenAddress: '127.0.0.1:7167', TLS: { Enabled: true, ClientAuthRequired: true } },
    });
    expect(ordererEnvironment(abroad, places).FABRIC_CFG_PATH).toBe(path.join('/net/nodes/trade/orderer'));
  });

  it('shows its own certificate to the others', () => {
    expect(ordererConfig(producers, places)).toMatchObject({
      General: { Cluster: { ClientCertificate: '/net/identities/producers/orderer/tls/server.crt' } },
    });
  });
});

interface Channel {
  readonly Orderer: {
    readonly ConsenterMapping: readonly object[];
    readonly SmartBFT: { readonly [name: string]: string | number | boolean };
  };
  readonly Application: {
    readonly Policies: { readonly [name: string]: object };
    readonly Organizations: readonly { readonly OrdererEndpoints: readonly string[] }[];
  };
}
