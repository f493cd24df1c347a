import { peer } from '@hyperledger/fabric-protos';
import type { DevnetLedger } from '../ledger/devnet-ledger.ts';
import type { ChaincodeAnswer } from '../ports.ts';

/** Fabric's configuration system chaincode, as far as a client asks what the configuration is. */
export function queryConfiguration(ledger: DevnetLedger, args: readonly Uint8Array[]): ChaincodeAnswer {
  const [name = '', channel] = args.map((one) => Buffer.from(one).toString());
  switch (name) {
    case 'GetChannels':
      return answer(channels(ledger));
    case 'GetConfigBlock':
      if (channel !== ledger.channel) return refuse(`access denied for [GetConfigBlock][${channel ?? ''}]`);
      return answer(ledger.blockBytes(ledger.lastConfig) ?? new Uint8Array(0));
    default:
      return refuse(`Requested function ${name} not found.`);
  }
}

function channels(ledger: DevnetLedger): Uint8Array {
  const channel = new peer.ChannelInfo();
  channel.setChannelId(ledger.channel);
  const response = new peer.ChannelQueryResponse();
  response.addChannels(channel);
  return response.serializeBinary();
}

function answer(payload: Uint8Array): ChaincodeAnswer {
  return { status: 200, message: '', payload };
}

function refuse(message: string): ChaincodeAnswer {
  return { status: 500, message, payload: new Uint8Array(0) };
}
