import { describe, expect, it, vi } from 'vitest';
import { traceContract } from './contract.ts';
import { noOffer } from './state/batch-messages.ts';
import { type FakeCall, fakeStub } from './testing-stub.ts';

const bytes = (text: string) => Buffer.from(text);
const contract = traceContract({ chaincodeName: 'mengsu', offerOf: () => noOffer });

/** A protobuf field of bytes: number and length fit one byte each. */
const field = (number: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of((number << 3) | 2, body.length), body]);
};

/** ChaincodeInvocationSpec { chaincode_spec = 1 { chaincode_id = 2 { name = 2 }, input = 3 { args = 1 … } } }. */
const specOf = (name: string, args: readonly Uint8Array[]): Buffer =>
  field(1, field(2, field(2, bytes(name))), field(3, ...args.map((arg) => field(1, arg))));

async function invoke(args: readonly Uint8Array[], more: Partial<FakeCall> = {}) {
  const call = fakeStub({ args, input: specOf('mengsu', args), ...more });
  const { status, message } = await contract.Invoke(call.stub);
  return { status, message };
}

describe('the contract', () => {
  it('knows `record` and one argument', async () => {
    expect(await invoke([bytes('record'), bytes('{}')])).toMatchObject({
      status: 500,
      message: expect.stringMatching(/^DOCUMENT_INVALID: \/mode /),
    });
  });

  it.each(['TraceContract:record', 'Record', 'record ', '', 'constructor', '__proto__', 'read'])(
    'refuses the name %j',
    async (name) => {
      const { status, message } = await invoke([bytes(name), bytes('{}')]);
      expect([status, message]).toEqual([500, 'DOCUMENT_INVALID: the contract has no such function']);
    },
  );

  it.each([[[]], [['record']], [['record', '{}', '']]])('refuses the arguments %j', async (args) => {
    const { message } = await invoke(args.map(bytes));
    expect(message).toBe('DOCUMENT_INVALID: wants a function and one argument');
  });

  it('refuses bytes that are not the exact UTF-8 of a text', async () => {
    for (const wrong of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe8, 0x92]]) {
      const { message } = await invoke([bytes('record'), Uint8Array.from(wrong)]);
      expect(message).toBe('DOCUMENT_INVALID: is not UTF-8');
      const named = await invoke([Uint8Array.from(wrong), bytes('{}')]);
      expect(named.message).toBe('DOCUMENT_INVALID: is not UTF-8');
    }
  });

  it('does not pass over a byte order mark: it is part of the text', async () => {
    const marked = Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes('{}')]);
    expect((await invoke([bytes('record'), marked])).message).toBe('DOCUMENT_INVALID: is not JSON');
    const name = Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes('record')]);
    expect((await invoke([name, bytes('{}')])).message).toMatch(/no such function/);
  });

  it('refuses a call that another chaincode makes', async () => {
    const args = [bytes('record'), bytes('{}')];
    const relayed = { message: 'DOCUMENT_INVALID: is not the top-level call of mengsu' };
    expect(await invoke(args, { input: specOf('other', args) })).toMatchObject(relayed);
    expect(await invoke(args, { input: specOf('mengsu', args.slice(0, 1)) })).toMatchObject(relayed);
    expect(await invoke(args, { input: specOf('mengsu', [bytes('record'), bytes('{ }')]) })).toMatchObject(
      relayed,
    );
    expect(await invoke(args, { input: new Uint8Array() })).toMatchObject(relayed);
  });

  it('has no initialisation', async () => {
    const { status, message } = await contract.Init(fakeStub({ args: [] }).stub);
    expect([status, message]).toEqual([500, 'DOCUMENT_INVALID: the contract has no initialisation']);
  });

  it('never tells the text of a fault that is not a refusal', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const args = [bytes('record'), bytes('{}')];
    const call = fakeStub({ args, input: specOf('mengsu', args) });
    const broken = Object.assign(call.stub, {
      getTxTimestamp: () => {
        throw new Error('secret of the peer');
      },
    });
    const { message } = await contract.Invoke(broken);
    expect(message).toBe('CHAINCODE_FAULT: see the log of this chaincode');
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ message: 'secret of the peer' }));
    log.mockRestore();
  });
});
