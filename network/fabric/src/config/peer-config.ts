import path from 'node:path';
import type { Places } from '../places.ts';
import { isLoopback, type Organisation, type Topology } from '../topology.ts';
import type { Yaml } from '../yaml.ts';

/** The variables that the peer's process gives to the external builder (builder/bin/release). */
export const builderVariables = [
  'MENGSU_CHAINCODE_ADDRESS_0',
  'MENGSU_CHAINCODE_ADDRESS_1',
  'MENGSU_CHAINCODE_CLIENT_KEY',
  'MENGSU_CHAINCODE_CLIENT_CERT',
  'MENGSU_CHAINCODE_ROOT_CERT',
] as const;

/** core.yaml of an organisation's peer. `builder` is the folder of the external builder on the peer's host. */
export function peerConfig(
  topology: Topology,
  organisation: Organisation,
  { places, builder }: { readonly places: Places; readonly builder: string },
): { readonly [key: string]: Yaml } {
  const { name, mspId, host, peer } = organisation;
  const address = `${host}:${peer.port}`;
  const identity = path.join(places.identities, name, 'peer');
  const tls = (file: string) => ({ file: path.join(identity, 'tls', file) });
  const node = places.node(name, 'peer');
  return {
    peer: {
      id: `peer.${name}`,
      networkId: topology.channel,
      listenAddress: listenAddress(host, peer.port),
      address,
      // For chaincode that dials its peer; ours is dialled. Any free port, as two peers of a host would take the same one.
      chaincodeListenAddress: '127.0.0.1:0',
      chaincodeAddress: '127.0.0.1:0',
      localMspId: mspId,
      localMspType: 'bccsp',
      mspConfigPath: path.join(identity, 'msp'),
      fileSystemPath: node.data,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      tls: {
        enabled: true,
        clientAuthRequired: false,
        cert: tls('server.crt'),
        key: tls('server.key'),
        rootcert: tls('ca.crt'),
      },
      // Gateways ask every 10 s whether the connection still lives; Fabric's own limit is once a minute.
      keepalive: { minInterval: '5s' },
      gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '10s' },
      gossip: gossip(address),
      deliveryclient,
      // TimeWindowCheck alone bounds the timestamp of a transaction.
      authentication: { timewindow: '15m' },
      handlers: {
        authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
      },
      discovery,
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
    },
    vm: { endpoint: '' },
    chaincode: chaincode(builder),
    // Nothing reads a key's history on a peer: the index keeps it.
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: false },
      snapshots: { rootDir: path.join(node.data, 'snapshots') },
    },
    operations: { listenAddress: `127.0.0.1:${peer.operationsPort}`, tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
  };
}

/**
 * An orderer that stands still brings no blocks and closes nothing: after 5 s in which others had one, the peer takes its blocks from another one.
 * With Fabric's 30 s it would answer of another day for that long.
 */
const deliveryclient = {
  blockGossipEnabled: false,
  policy: 'cluster',
  reConnectBackoffThreshold: '10s',
  blockCensorshipTimeoutKey: '5s',
};

const discovery = {
  enabled: true,
  authCacheEnabled: true,
  authCacheMaxSize: 1000,
  authCachePurgeRetentionRatio: 0.75,
  orgMembersAllowedAccess: false,
};

function chaincode(builder: string): Yaml {
  return {
    mode: 'net',
    // The shim ends the chaincode's process when it meets a keepalive message.
    keepalive: 0,
    installTimeout: '60s',
    startuptimeout: '15s',
    executetimeout: '30s',
    externalBuilders: [{ name: 'mengsu', path: builder, propagateEnvironment: builderVariables }],
    system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
    logging: { level: 'warning', shim: 'warning' },
    runtimeParams: {
      useWriteBatch: true,
      maxSizeWriteBatch: 1000,
      useGetMultipleKeys: true,
      maxSizeGetMultipleKeys: 1000,
    },
  };
}

/** One peer an organisation, so each is its organisation's leader and takes blocks from the orderers itself. */
function gossip(address: string): Yaml {
  return {
    bootstrap: address,
    endpoint: address,
    externalEndpoint: address,
    useLeaderElection: false,
    orgLeader: true,
    // Peers that join together fail each other's first handshake; with Fabric's 25 s no policy is satisfiable until then.
    reconnectInterval: '1s',
    state: { enabled: false },
    pvtData: {
      pullRetryThreshold: '60s',
      transientstoreMaxBlockRetention: 20_000,
      pushAckTimeout: '3s',
      btlPullMargin: 10,
      reconcileBatchSize: 10,
      reconcileSleepInterval: '1m',
      reconciliationEnabled: true,
      implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
    },
  };
}

/** What the peer's process needs besides core.yaml. Chaincode listens on loopback beside it. */
export function peerEnvironment({ name, peer }: Organisation, places: Places): Record<string, string> {
  const tls = path.join(places.identities, name, 'peer', 'tls');
  const [first, second] = peer.chaincodePorts;
  return {
    FABRIC_CFG_PATH: places.node(name, 'peer').folder,
    ...logEnvironment,
    MENGSU_CHAINCODE_ADDRESS_0: `127.0.0.1:${first}`,
    MENGSU_CHAINCODE_ADDRESS_1: `127.0.0.1:${second}`,
    MENGSU_CHAINCODE_CLIENT_KEY: path.join(tls, 'server.key'),
    MENGSU_CHAINCODE_CLIENT_CERT: path.join(tls, 'server.crt'),
    MENGSU_CHAINCODE_ROOT_CERT: path.join(tls, 'ca.crt'),
  };
}

/** Warnings only: at info a node writes two lines a call. */
export const logEnvironment = {
  FABRIC_LOGGING_SPEC: 'warning',
  FABRIC_LOGGING_FORMAT: '%{time:2006-01-02T15:04:05.000Z07:00} %{level:.4s} [%{module}] %{message}',
};

/** A node of a loopback host is for this machine alone; any other listens on all of its addresses. */
export function listenAddress(host: string, port: number): string {
  return `${isLoopback(host) ? '127.0.0.1' : '0.0.0.0'}:${port}`;
}
