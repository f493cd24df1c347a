import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';
import { configurationPage } from './configuration-page.ts';
import { settings } from './settings.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = parseConfig({});
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: 'sqlite:data/mengsu.sqlite',
      connectionFile: 'data/connection.json',
      organisation: 'ProducersMSP',
      publicUrl: undefined,
      waitMs: 5000,
      icp: undefined,
    });
    expect(parseConfig({ MENGSU_ICP: '蒙ICP备00000000号-1' }).icp).toBe('蒙ICP备00000000号-1');
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('follows MENGSU_DATA where nothing else is said', () => {
    const config = parseConfig({ MENGSU_DATA: '/srv/mengsu', PORT: '9000' });
    expect(config.databaseUrl).toBe('sqlite:/srv/mengsu/mengsu.sqlite');
    expect(config.port).toBe(9000);
  });

  it('leaves the rest of the environment alone', () => {
    expect(() => parseConfig({ PATH: '/bin', MENGSU_REQUIRE: 'all', MENGSU_DEVNET_PORT: '1' })).not.toThrow();
  });

  it.each([
    [{ PORT: '80 80' }, /^PORT must be a whole number/],
    [{ PORT: '70000' }, /^PORT /],
    [{ PORT: '' }, /^PORT /],
    [{ MENGSU_ORGANISATION: 'NobodyMSP' }, /^MENGSU_ORGANISATION must be ProducersMSP/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be sqlite:PATH/],
    [{ MENGSU_PUBLIC_URL: 'https://a.example/path' }, /^MENGSU_PUBLIC_URL /],
    [{ MENGSU_PUBLIC_URL: 'javascript:alert(1)' }, /^MENGSU_PUBLIC_URL /],
    [{ MENGSU_ICP: '<b>ICP' }, /^MENGSU_ICP must be 4 to 40/],
    [{ MENGSU_ICP: '' }, /^MENGSU_ICP /],
    [{ MENGSU_WAIT_MSS: '1' }, /^MENGSU_WAIT_MSS is not a setting/],
    [{ MENGSU_FAULT_FILE: 'fault' }, /^MENGSU_FAULT_FILE is for tests/],
    [{ MENGSU_WAIT_MS: '20000', MENGSU_WAIT_MAX_MS: '10000' }, /^MENGSU_WAIT_MS is 20000/],
    [{ MENGSU_LOG_LEVEL: 'verbose' }, /^MENGSU_LOG_LEVEL must be fatal/],
  ])('stops the start with one sentence for %j', (environment: Record<string, string>, sentence) => {
    expect(() => parseConfig(environment)).toThrow(ConfigError);
    expect(() => parseConfig(environment)).toThrow(sentence);
  });

  it('repeats no value, which may be a password', () => {
    expect(() => parseConfig({ DATABASE_URL: 'mysql://me:secret@x' })).not.toThrow(/secret/);
  });

  it('has defaults that it accepts itself', () => {
    for (const { schema, fallback } of Object.values(settings)) {
      if (fallback !== undefined) expect(schema.safeParse(fallback).success).toBe(true);
    }
  });

  it('is documented as it is', () => {
    const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page, 'run: node gateway/write-configuration-page.ts').toBe(configurationPage());
  });
});
