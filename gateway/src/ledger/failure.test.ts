import { describe, expect, it } from 'vitest';
import {
  type CallFault,
  callFaultOf,
  endorseFailure,
  endorsesElsewhere,
  submitFailure,
  submitsElsewhere,
} from './failure.ts';

const fault = (code: number, message: string, ...details: string[]): CallFault => ({
  code,
  message,
  details: details.map((text) => ({ message: text })),
});
const failed = '10 ABORTED: failed to endorse transaction, see attached details for more info';
const noQuorum =
  '14 UNAVAILABLE: insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

/** Texts as a real Fabric 3.1.5 gave them (recordings gateway_main, gateway_main_raft, gateway_ccdown, gateway_limit). */
describe('a failed endorsement', () => {
  it('is the law’s refusal with its code, pointer and detail', () => {
    const failure = endorseFailure(
      fault(10, failed, 'chaincode response 500, HOLDING_TOO_SMALL: /events/3/lines/0 too little'),
    );
    expect(failure).toMatchObject({
      kind: 'refused',
      refusal: { code: 'HOLDING_TOO_SMALL', pointer: '/events/3/lines/0', detail: 'too little' },
    });
  });

  it.each([
    ['faulty', fault(10, failed, 'chaincode response 500, CHAINCODE_FAULT: see the log of this chaincode')],
    [
      'faulty',
      fault(10, failed, "chaincode response 500, You've asked to invoke a function that does not exist: x"),
    ],
    [
      'faulty',
      fault(
        10,
        '10 ABORTED: failed to collect enough transaction endorsements',
        'ProposalResponsePayloads do not match',
      ),
    ],
    [
      'busy',
      fault(2, '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (500)'),
    ],
    ['committed', fault(10, failed, 'duplicate transaction found [91ea10]. Creator [0a0c50]')],
    [
      'forbidden',
      fault(10, failed, 'error validating proposal: access denied: channel [ch] creator org [ProducersMSP]'),
    ],
    [
      'forbidden',
      fault(
        10,
        failed,
        'error validating proposal: access denied: channel [ch] creator org unknown, creator is malformed',
      ),
    ],
    [
      'forbidden',
      fault(10, failed, 'request unauthorized due to incorrect timestamp 2026-11-23T22:07:06Z, peer time …'),
    ],
    [
      'retry',
      fault(
        10,
        failed,
        'error in simulation: failed to execute transaction 23c7: could not launch chaincode trace',
      ),
    ],
    ['forbidden', fault(10, failed, 'proposal client identity expired')],
    [
      'retry',
      fault(
        10,
        failed,
        'could not launch chaincode trace:e089: chaincode registration failed: timeout expired while starting chaincode trace:e089 for transaction 23c7',
      ),
    ],
    [
      'retry',
      fault(
        9,
        '9 FAILED_PRECONDITION: no combination of peers can be derived which satisfy the endorsement policy: …',
      ),
    ],
    ['retry', fault(14, '14 UNAVAILABLE: No connection established')],
    ['retry', fault(4, '4 DEADLINE_EXCEEDED: Deadline exceeded after 2.000s')],
  ])('is %s: %j', (kind, told) => {
    expect(endorseFailure(told).kind).toBe(kind);
  });
});

describe('a failed submission', () => {
  it.each([
    [
      'unknown',
      fault(
        14,
        noQuorum,
        'received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=request already processed',
      ),
    ],
    ['unknown', fault(14, noQuorum, 'failed to connect to orderer')],
    ['unknown', fault(14, '14 UNAVAILABLE: Connection dropped')],
    ['unknown', fault(4, '4 DEADLINE_EXCEEDED: Deadline exceeded')],
    [
      'unknown',
      fault(
        10,
        '10 ABORTED: received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=no leader',
      ),
    ],
    ['unknown', fault(13, '13 INTERNAL: Received RST_STREAM with code 2')],
    [
      'forbidden',
      fault(
        14,
        noQuorum,
        'received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation failed',
      ),
    ],
    [
      'forbidden',
      fault(
        10,
        '10 ABORTED: received unsuccessful response from orderer: status=FORBIDDEN, info=permission denied',
      ),
    ],
    [
      'forbidden',
      fault(10, '10 ABORTED: received unsuccessful response from orderer: status=BAD_REQUEST, info=bad'),
    ],
    [
      'busy',
      fault(2, '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (500)'),
    ],
  ])('is %s: %j', (kind, told) => {
    expect(submitFailure(told).kind).toBe(kind);
  });

  it('is nothing that the client did not throw as a call', () => {
    expect(callFaultOf(new TypeError('ours'))).toBeUndefined();
    expect(callFaultOf(Object.assign(new Error('system'), { code: 'ENOENT' }))).toBeUndefined();
    expect(callFaultOf('text')).toBeUndefined();
    expect(
      callFaultOf(Object.assign(new Error('10 ABORTED: x'), { code: 10, details: [{ message: 'd' }] })),
    ).toEqual({
      code: 10,
      message: '10 ABORTED: x',
      details: [{ message: 'd' }],
    });
  });
});

describe('another peer is asked', () => {
  it.each([
    ['its connection is gone', fault(14, '14 UNAVAILABLE: No connection established'), true, true],
    ['it does not answer in time', fault(4, '4 DEADLINE_EXCEEDED: Deadline exceeded'), true, true],
    ['the chaincode beside it is away', fault(10, failed, 'chaincode stream terminated'), true, false],
    [
      'the chaincode beside it runs under another package id',
      fault(10, failed, 'timeout expired while starting chaincode trace:e089 for transaction 23c7'),
      true,
      false,
    ],
    ['the law refuses', fault(10, failed, 'chaincode response 500, LOT_UNKNOWN: x'), false, false],
    ['it sheds load', fault(2, '2 UNKNOWN: too many requests for gateway'), false, false],
    ['no orderer is reached', fault(14, noQuorum, 'failed to connect to orderer'), true, false],
  ])('where %s: %#', (_case, told, isEndorsedElsewhere, isSubmittedElsewhere) => {
    expect(endorsesElsewhere(told)).toBe(isEndorsedElsewhere);
    expect(submitsElsewhere(told)).toBe(isSubmittedElsewhere);
  });
});
