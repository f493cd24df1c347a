import { describe, expect, it } from 'vitest';
import { orderingLimitsDefault } from './ledger/ordering.ts';
import { policyDefault } from './options.ts';
import { helpText, parseSettings, SettingsError } from './settings.ts';

const least = ['--data', 'folder', '--chaincode', '127.0.0.1:1', '--chaincode', 'localhost:2'];

describe('settings', () => {
  it('have a default for all but the data folder and the chaincode', () => {
    expect(parseSettings(least, {})).toEqual({
      dataFolder: 'folder',
      channel: 'mengsu',
      port: 0,
      homeMspId: 'ProducersMSP',
      chaincode: {
        name: 'mengsu',
        version: '1.0',
        policyText: policyDefault,
        addresses: ['127.0.0.1:1', 'localhost:2'],
        tls: true,
        executeTimeoutMs: 30_000,
      },
      ordering: orderingLimitsDefault,
    });
  });

  it('are read from the environment when a flag is absent', () => {
    const environment = {
      MENGSU_DEVNET_DATA: 'elsewhere',
      MENGSU_DEVNET_CHAINCODE: '127.0.0.1:3,127.0.0.1:4',
      MENGSU_DEVNET_PORT: '7',
      HOME: '/home',
    };
    expect(parseSettings(['--port', '8'], environment)).toMatchObject({
      dataFolder: 'elsewhere',
      port: 8,
      chaincode: { addresses: ['127.0.0.1:3', '127.0.0.1:4'] },
    });
  });

  it.each([
    [[], /--chaincode is missing/],
    [['--data', 'x', '--chaincode', ''], /HOST:PORT was expected/],
    [[...least, '--chaincode', 'nowhere'], /HOST:PORT was expected/],
    [[...least, '--chaincode', 'host:70000'], /HOST:PORT was expected/],
    [[...least, '--prot', '1'], /Unknown option '--prot'/],
    [[...least, 'surplus'], /Unexpected argument 'surplus'/],
    [[...least, '--port', '70000'], /--port is 70000, a whole number from 0 to 65535/],
    [[...least, '--port', '1e3'], /a whole number/],
    [[...least, '--batch-timeout-ms', '0'], /--batch-timeout-ms is 0/],
    [[...least, '--channel', 'a b'], /--channel is "a b"/],
    [[...least, '--chaincode-tls', 'yes'], /on or off was expected/],
    [[...least, '--faults', '{'], /--faults cannot be used: the plan is no JSON/],
    [[...least, '--faults', '/nowhere/plan.json'], /--faults cannot be used: .*no such file/],
  ])('%j is refused', (args, message) => {
    expect(() => parseSettings(args, {})).toThrow(message);
    expect(() => parseSettings(args, {})).toThrow(SettingsError);
  });

  it('need no more than one chaincode process, and keep everything in devnet-data', () => {
    expect(parseSettings(['--chaincode', '127.0.0.1:1'], {})).toMatchObject({ dataFolder: 'devnet-data' });
  });

  it('have no faults unless they are asked for', () => {
    expect(parseSettings(least, {})).not.toHaveProperty('faults');
    const plan = '{"seed":"1","chances":{"lose":0.1}}';
    expect(parseSettings([...least, '--faults', plan], {})).toMatchObject({
      faults: { seed: '1', chances: { lose: 0.1 }, fromBlock: 0 },
    });
  });

  it('refuse a variable of theirs that is not one', () => {
    expect(() => parseSettings(least, { MENGSU_DEVNET_PROT: '1' })).toThrow(
      /there is no setting MENGSU_DEVNET_PROT/,
    );
  });

  it('explain themselves', () => {
    expect(parseSettings(['--help'], {})).toBe('help');
    expect(helpText()).toContain('--batch-timeout-ms  (MENGSU_DEVNET_BATCH_TIMEOUT_MS)');
  });
});
