export { type Connection, gatewayIdentity, readConnection, readIdentity } from './connection.ts';
export { FabricLedger } from './fabric-ledger.ts';
export type { Ledger } from './ledger.ts';
