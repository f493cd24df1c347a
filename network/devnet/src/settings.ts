import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type FaultPlan, parseFaultPlan } from './faults/fault-plan.ts';
import { type DevnetOptions, devnetDefaults } from './options.ts';

/** A flag or variable that cannot be used; the message names it, what was found and what is expected. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export type DevnetSettings = Omit<DevnetOptions, 'identities' | 'now' | 'log' | 'onFailure'>;

/**
 * Every setting: its flag, and its variable for when the flag is absent.
 * A flag that is not listed is refused; so is a variable that begins with MENGSU_DEVNET_ and is not listed.
 */
const flags = {
  data: { variable: 'MENGSU_DEVNET_DATA', help: 'folder of everything durable; default devnet-data' },
  port: {
    variable: 'MENGSU_DEVNET_PORT',
    help: 'port on 127.0.0.1; 0 takes any, connection.json says which',
  },
  chaincode: {
    variable: 'MENGSU_DEVNET_CHAINCODE',
    help: 'HOST:PORT of a chaincode process; repeat it for each (variable: comma between)',
  },
  'chaincode-name': { variable: 'MENGSU_DEVNET_CHAINCODE_NAME', help: 'its name on the channel' },
  'chaincode-version': { variable: 'MENGSU_DEVNET_CHAINCODE_VERSION', help: 'its version on the channel' },
  'chaincode-package': {
    variable: 'MENGSU_DEVNET_CHAINCODE_PACKAGE',
    help: 'the id that the processes register with',
  },
  'chaincode-tls': { variable: 'MENGSU_DEVNET_CHAINCODE_TLS', help: 'on, or off for plain text' },
  'execute-timeout-ms': {
    variable: 'MENGSU_DEVNET_EXECUTE_TIMEOUT_MS',
    help: 'longest execution of a chaincode call',
  },
  policy: { variable: 'MENGSU_DEVNET_POLICY', help: "endorsement policy, as OR('AMSP.peer', …)" },
  channel: { variable: 'MENGSU_DEVNET_CHANNEL', help: 'name of the channel' },
  home: { variable: 'MENGSU_DEVNET_HOME', help: 'MSP id whose peer the gateway service runs in' },
  'batch-timeout-ms': {
    variable: 'MENGSU_DEVNET_BATCH_TIMEOUT_MS',
    help: 'longest wait for a block to fill',
  },
  'batch-count-max': { variable: 'MENGSU_DEVNET_BATCH_COUNT_MAX', help: 'transactions in a block' },
  'batch-bytes-max': {
    variable: 'MENGSU_DEVNET_BATCH_BYTES_MAX',
    help: 'bytes of a block, and of an envelope',
  },
  faults: {
    variable: 'MENGSU_DEVNET_FAULTS',
    help: 'a plan of faults, as JSON or the name of its file: devnet misbehaves; for tests only',
  },
  'pool-count-max': { variable: 'MENGSU_DEVNET_POOL_COUNT_MAX', help: 'transactions waiting for a block' },
} as const;

type Flag = keyof typeof flags;
type Environment = Readonly<Record<string, string | undefined>>;

export function helpText(): string {
  const rows = Object.entries(flags).map(
    ([flag, { variable, help }]) => `  --${flag}  (${variable})\n      ${help}`,
  );
  return ['devnet: a Fabric network in one process', '', ...rows, '  --help', ''].join('\n');
}

/** @throws SettingsError */
export function parseSettings(args: readonly string[], environment: Environment): DevnetSettings | 'help' {
  const given = readFlags(args);
  if (given === 'help') return 'help';
  refuseUnknownVariables(environment);
  const read = (flag: Flag) => given.get(flag)?.at(-1) ?? environment[flags[flag].variable];
  const number = (flag: Flag, fallback: number, range: Range) =>
    readInteger(flag, read(flag) ?? `${fallback}`, range);
  const { ordering, chaincode } = devnetDefaults;
  const dataFolder = read('data') || 'devnet-data';
  const packageId = read('chaincode-package');
  const faults = readFaults(read('faults'));
  return {
    dataFolder,
    channel: readName('channel', read('channel') ?? devnetDefaults.channel),
    port: number('port', devnetDefaults.port, { min: 0, max: 65_535 }),
    homeMspId: readName('home', read('home') ?? devnetDefaults.homeMspId),
    chaincode: {
      name: readName('chaincode-name', read('chaincode-name') ?? chaincode.name),
      version: readName('chaincode-version', read('chaincode-version') ?? chaincode.version),
      policyText: read('policy') ?? chaincode.policyText,
      addresses: readAddresses(
        given.get('chaincode') ?? environment[flags.chaincode.variable]?.split(',') ?? [],
      ),
      tls: readSwitch('chaincode-tls', read('chaincode-tls') ?? 'on'),
      executeTimeoutMs: number('execute-timeout-ms', 30_000, { min: 100, max: 600_000 }),
      ...(packageId !== undefined && { packageId }),
    },
    ...(faults !== undefined && { faults }),
    ordering: {
      batchTimeoutMs: number('batch-timeout-ms', ordering.batchTimeoutMs, { min: 1, max: 60_000 }),
      batchCountMax: number('batch-count-max', ordering.batchCountMax, { min: 1, max: 10_000 }),
      batchBytesMax: number('batch-bytes-max', ordering.batchBytesMax, { min: 1024, max: 99 * 1024 * 1024 }),
      poolCountMax: number('pool-count-max', ordering.poolCountMax, { min: 1, max: 100_000 }),
    },
  };
}

function readFlags(args: readonly string[]): Map<string, string[]> | 'help' {
  const options = Object.fromEntries(
    Object.keys(flags).map((flag) => [flag, { type: 'string', multiple: true }] as const),
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean' } },
      strict: true,
      allowPositionals: false,
    });
    if (values.help === true) return 'help';
    return new Map(
      Object.entries(values).map(([flag, texts]) => [flag, [texts].flat().map(String)] as const),
    );
  } catch (error) {
    throw new SettingsError(error instanceof Error ? error.message : String(error));
  }
}

function refuseUnknownVariables(environment: Environment): void {
  const known: readonly string[] = Object.values(flags).map(({ variable }) => variable);
  const strange = Object.keys(environment).find(
    (name) => name.startsWith('MENGSU_DEVNET_') && !known.includes(name),
  );
  if (strange !== undefined) throw new SettingsError(`there is no setting ${strange}; --help lists them`);
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function readInteger(flag: Flag, text: string, { min, max }: Range): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new SettingsError(`--${flag} is ${text}, a whole number from ${min} to ${max} was expected`);
}

function readName(flag: Flag, text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text)) return text;
  throw new SettingsError(
    `--${flag} is ${JSON.stringify(text)}, letters, digits, dot, dash or underscore were expected`,
  );
}

function readSwitch(flag: Flag, text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new SettingsError(`--${flag} is ${JSON.stringify(text)}, on or off was expected`);
}

function readFaults(given: string | undefined): FaultPlan | undefined {
  if (given === undefined) return undefined;
  try {
    return parseFaultPlan(given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new SettingsError(`--faults cannot be used: ${error.message}`);
  }
}

function readAddresses(texts: readonly string[]): string[] {
  if (texts.length === 0) {
    throw new SettingsError('--chaincode is missing: HOST:PORT of a chaincode process was expected');
  }
  for (const text of texts) {
    const port = Number(/^[A-Za-z0-9.-]+:(\d{1,5})$/.exec(text)?.[1] ?? Number.NaN);
    if (!(port >= 1 && port <= 65_535)) {
      throw new SettingsError(`--chaincode is ${JSON.stringify(text)}, HOST:PORT was expected`);
    }
  }
  return [...texts];
}
