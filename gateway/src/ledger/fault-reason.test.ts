import { readRecording } from '@mengsu/network/devnet/recordings';
import { describe, expect, it } from 'vitest';
import { faultReason } from './fault-reason.ts';

interface Recording {
  readonly outcome: readonly {
    readonly label: string;
    readonly message?: string;
    readonly code?: number;
    readonly details?: readonly { readonly message: string }[] | string;
  }[];
}

/** What a real network's client was told. */
function recorded(file: Parameters<typeof readRecording>[0], label: string) {
  const found = readRecording<Recording>(file).outcome.find((one) => one.label === label);
  if (!found) throw new RangeError(`nothing recorded as ${label}`);
  const { message = '', code = 0, details } = found;
  return { message, code, details: Array.isArray(details) ? details : [] };
}
const id = 'trace:e089de30386e7cf7d275b1c5c5c7c2241c2bda50180ccfe197c2774924833829';

describe('why a peer of Fabric 3.1.5 does not endorse', () => {
  it.each([
    ['gateway_ccdown', 'all chaincodes down: endorse any', `the chaincode beside it (${id}) is not reached`],
    ['gateway_cchang', 'chaincode slow: endorse deadline', 'it does not answer in time'],
    ['gateway_cchang', 'chaincode exits during evaluate', /ended in the middle of a call/],
    ['gateway_main', 'endorse unknown chaincode', /^there is no chaincode nosuchcc on channel ch,/],
    ['gateway_main', 'evaluate unknown channel', 'it is not in channel nosuchch'],
    ['gateway_main', 'endorse unknown MSP', 'it does not accept our certificate'],
  ] as const)('%s: %s', (file, label, reason) => {
    expect(faultReason(recorded(file, label))).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });

  it('tells a package id that is not the definition’s', () => {
    const message = `error in simulation: failed to execute transaction ab: could not launch chaincode ${id}: timeout expired while starting chaincode ${id} for transaction`;
    const fault = { code: 10, message: '10 ABORTED: failed', details: [{ message }] };
    expect(faultReason(fault)).toBe(
      `the chaincode beside it does not register as ${id}: it runs under another package id`,
    );
  });

  it('tells its own words where they are of no kind that is known, 300 characters of them', () => {
    expect(faultReason({ code: 2, message: '2 UNKNOWN: odd', details: [] })).toBe('2 UNKNOWN: odd');
    expect(faultReason({ code: 2, message: 'x'.repeat(5000), details: [] })).toHaveLength(300);
    expect(faultReason({ code: 14, message: '14 UNAVAILABLE: No connection', details: [] })).toBe(
      'it is not reached',
    );
  });
});
