export {
  type Connection,
  certificateEnd,
  gatewayIdentity,
  readConnection,
  readIdentity,
} from './connection.ts';
export { FabricLedger, type PeerState } from './fabric-ledger.ts';
