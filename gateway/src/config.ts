import { join } from 'node:path';
import type * as z from 'zod';
import { foreignVariables, type Setting, settings } from './settings.ts';

type Settings = typeof settings;
type Values = { readonly [K in keyof Settings]: z.output<Settings[K]['schema']> | undefined };
type Derived = 'databaseUrl' | 'connectionFile' | 'codeKeyFile';
type Optional = 'faultFile' | 'icp' | 'labelFont' | 'logKeyFile' | 'publicUrl' | 'serviceKeyFile';

/** The gateway's configuration, frozen. Times are milliseconds, sizes bytes. */
export type Config = {
  readonly [K in Exclude<keyof Settings, Optional>]: z.output<Settings[K]['schema']>;
} & { readonly [K in Optional]: string | undefined };

/** The environment cannot be used; the message is one sentence for the operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The environment → configuration. Throws ConfigError for a wrong value and for a `MENGSU_` key that is not ours. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  refuseUnknown(environment);
  const values = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, readSetting(setting, environment)]),
  ) as Values;
  const config = { ...values, ...derive(values) } as Config;
  if (config.faultFile !== undefined && config.faults !== '1') {
    throw new ConfigError('MENGSU_FAULT_FILE is for tests and is accepted only beside MENGSU_FAULTS=1.');
  }
  if (config.waitMs > config.waitMaxMs) {
    throw new ConfigError(
      `MENGSU_WAIT_MS is ${config.waitMs}, above MENGSU_WAIT_MAX_MS, which is ${config.waitMaxMs}.`,
    );
  }
  return Object.freeze(config);
}

function derive(values: Values): Record<Derived, string> {
  const folder = values.dataFolder ?? '';
  return {
    databaseUrl: values.databaseUrl ?? `sqlite:${join(folder, 'mengsu.sqlite')}`,
    connectionFile: values.connectionFile ?? join(folder, 'connection.json'),
    codeKeyFile: values.codeKeyFile ?? join(folder, 'code-key'),
  };
}

function readSetting(
  setting: Setting<unknown>,
  environment: Readonly<Record<string, string | undefined>>,
): unknown {
  const given = environment[setting.variable] ?? setting.fallback;
  if (given === undefined) return undefined;
  const parsed = setting.schema.safeParse(given);
  // The value is not repeated: DATABASE_URL carries a password.
  if (!parsed.success) throw new ConfigError(`${setting.variable} must be ${setting.accepts}.`);
  return parsed.data;
}

function refuseUnknown(environment: Readonly<Record<string, string | undefined>>): void {
  const known = new Set(Object.values(settings).map((setting) => setting.variable));
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('MENGSU_') || known.has(name)) continue;
    if (foreignVariables.some((pattern) => pattern.test(name))) continue;
    throw new ConfigError(`${name} is not a setting of the gateway: docs/configuration.md lists them all.`);
  }
}
