import path from 'node:path';
import type { Places } from '../places.ts';
import { isLoopback, type Organisation } from '../topology.ts';
import type { Yaml } from '../yaml.ts';
import { logEnvironment } from './peer-config.ts';

/** orderer.yaml of an organisation's orderer. It begins without a channel; its admin joins it. */
export function ordererConfig(organisation: Organisation, places: Places): { readonly [key: string]: Yaml } {
  const { name, mspId, host, orderer } = organisation;
  const identity = path.join(places.identities, name, 'orderer');
  const certificate = path.join(identity, 'tls', 'server.crt');
  const privateKey = path.join(identity, 'tls', 'server.key');
  const authority = path.join(identity, 'tls', 'ca.crt');
  const { data } = places.node(name, 'orderer');
  return {
    General: {
      ListenAddress: isLoopback(host) ? '127.0.0.1' : '0.0.0.0',
      ListenPort: orderer.port,
      BootstrapMethod: 'none',
      LocalMSPID: mspId,
      LocalMSPDir: path.join(identity, 'msp'),
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      TLS: {
        Enabled: true,
        PrivateKey: privateKey,
        Certificate: certificate,
        RootCAs: [authority],
        ClientAuthRequired: false,
      },
      Cluster: { ClientCertificate: certificate, ClientPrivateKey: privateKey, SendBufferSize: 100 },
      Authentication: { TimeWindow: '15m' },
    },
    FileLedger: { Location: path.join(data, 'ledger') },
    Consensus: { WALDir: path.join(data, 'consensus') },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    // Only on the host itself, and only for who shows a TLS certificate of the organisation.
    Admin: {
      ListenAddress: `127.0.0.1:${orderer.adminPort}`,
      TLS: {
        Enabled: true,
        Certificate: certificate,
        PrivateKey: privateKey,
        ClientAuthRequired: true,
        ClientRootCAs: [authority],
      },
    },
    Operations: { ListenAddress: `127.0.0.1:${orderer.operationsPort}` },
    Metrics: { Provider: 'prometheus' },
  };
}

export function ordererEnvironment({ name }: Organisation, places: Places): Record<string, string> {
  return { FABRIC_CFG_PATH: places.node(name, 'orderer').folder, ...logEnvironment };
}
