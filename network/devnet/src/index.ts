export type { Connection, ConnectionOrganisation } from './connection-file.ts';
export { type Devnet, startDevnet } from './devnet.ts';
export { type ChaincodeOptions, type DevnetOptions, devnetDefaults, policyDefault } from './options.ts';
