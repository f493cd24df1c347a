import path from 'node:path';
import { status } from '@grpc/grpc-js';
import { type Gateway, GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, ledger, peer } from '@hyperledger/fabric-protos';
import { parseRefusal } from '@mengsu/chaincode/model';
import { loadNetworkIdentities, type OrganisationIdentities } from '@mengsu/network/identities';
import { type PeerAddress, readConnection } from '../../gateway/src/ledger/connection.ts';
import { makeSigner } from '../../network/devnet/src/ledger/signer.ts';
import type { Signer } from '../../network/devnet/src/ports.ts';
import { buildTransaction } from '../../network/devnet/src/testing/test-transaction.ts';
import { lowSSigner, openGateway } from '../conformance/devnet-client.ts';
import type { RunningSystem } from './running-system.ts';

export type Msp = 'ProducersMSP' | 'TradeMSP' | 'BrandMSP' | 'RegulatorMSP';

/** An organisation's client that speaks to the ledger past every gateway of ours, and the keys of the peers that collude with it. */
export class LedgerHand {
  readonly #gateway: Gateway;
  readonly #close: () => void;
  readonly #organisations: readonly OrganisationIdentities[];
  readonly #home: OrganisationIdentities;

  private constructor(
    { endpoint, tlsServerName }: PeerAddress,
    organisations: readonly OrganisationIdentities[],
    mspId: Msp,
  ) {
    this.#organisations = organisations;
    this.#home = this.#organisation(mspId);
    const { certificatePem, privateKeyPem } = this.#home.identities.gateway;
    const tlsCaPem = this.#organisation('ProducersMSP').tlsCaPem;
    const identity = { mspId, certificatePem, privateKeyPem };
    const signer = lowSSigner(privateKeyPem);
    const { gateway, client } = openGateway(endpoint, tlsCaPem, identity, signer, tlsServerName);
    this.#gateway = gateway;
    this.#close = () => {
      gateway.close();
      client.close();
    };
  }

  static async open({ places }: RunningSystem, mspId: Msp = 'ProducersMSP'): Promise<LedgerHand> {
    const folder = path.join(path.dirname(places.connection), 'identities');
    const { organisations } = await loadNetworkIdentities(folder);
    return new LedgerHand(readConnection(places.connection).gateway, organisations, mspId);
  }

  close(): void {
    this.#close();
  }

  /** Endorses, submits and says what became of it. */
  async called(
    name: string,
    args: readonly (string | Uint8Array)[],
    options: { readonly endorsers?: readonly Msp[]; readonly chaincode?: string } = {},
  ): Promise<string> {
    const { endorsers, chaincode = 'mengsu' } = options;
    const contract = this.#gateway.getNetwork('mengsu').getContract(chaincode);
    const asked = endorsers === undefined ? {} : { endorsingOrganizations: [...endorsers] };
    return saying('endorsement', async () => {
      const transaction = await contract.newProposal(name, { arguments: [...args], ...asked }).endorse();
      const { code } = await (await transaction.submit()).getStatus();
      return codeName(code);
    });
  }

  /** The same bytes once more. */
  async calledTwice(document: string): Promise<string> {
    const contract = this.#gateway.getNetwork('mengsu').getContract('mengsu');
    const transaction = await contract.newProposal('record', { arguments: [document] }).endorse();
    const { code } = await (await transaction.submit()).getStatus();
    const again = await saying('submission', async () => {
      const second = await (await transaction.submit()).getStatus();
      return codeName(second.code);
    });
    return `${codeName(code)}; again ${again}`;
  }

  /** A transaction that calls nothing of ours and writes all the same, endorsed by peers that sign anything. */
  async wroteForeign(writes: Readonly<Record<string, string>>, endorsers: readonly Msp[]): Promise<string> {
    const creator = makeSigner(this.#home.mspId, this.#home.identities.gateway);
    const peers = endorsers.map(this.#peer);
    const { txId, envelope } = buildTransaction({ creator, endorsers: peers, writes, tamper: answerOk });
    return this.#submit(txId, common.Envelope.deserializeBinary(envelope));
  }

  /** A proper call whose write set two peers have changed before signing it. */
  async calledForged(
    document: string,
    forge: (key: string, value: string) => string,
    endorsers: readonly Msp[],
  ): Promise<string> {
    const contract = this.#gateway.getNetwork('mengsu').getContract('mengsu');
    const transaction = await contract.newProposal('record', { arguments: [document] }).endorse();
    const prepared = gatewayMessages.PreparedTransaction.deserializeBinary(transaction.getBytes());
    const envelope = prepared.getEnvelope();
    if (!envelope) throw new TypeError('a prepared transaction has no envelope');
    rewriteAction(envelope, (action) => {
      const endorsed = action.getAction();
      if (!endorsed) throw new TypeError('a transaction has no endorsed action');
      const response = forgedResponse(endorsed.getProposalResponsePayload_asU8(), forge);
      endorsed.setProposalResponsePayload(response);
      endorsed.setEndorsementsList(endorsers.map((one) => endorsementOf(this.#peer(one), response)));
      action.setAction(endorsed);
    });
    return this.#submit(transaction.getTransactionId(), envelope);
  }

  async #submit(txId: string, envelope: common.Envelope): Promise<string> {
    const prepared = new gatewayMessages.PreparedTransaction();
    prepared.setTransactionId(txId);
    prepared.setEnvelope(envelope);
    const unsigned = this.#gateway.newTransaction(prepared.serializeBinary());
    const sign = lowSSigner(this.#home.identities.gateway.privateKeyPem);
    const signature = await sign(unsigned.getDigest());
    const signed = this.#gateway.newSignedTransaction(prepared.serializeBinary(), signature);
    return saying('submission', async () => {
      const { code } = await (await signed.submit()).getStatus();
      return codeName(code);
    });
  }

  #organisation(mspId: Msp): OrganisationIdentities {
    const found = this.#organisations.find((one) => one.mspId === mspId);
    if (!found) throw new RangeError(`there is no organisation ${mspId}`);
    return found;
  }

  #peer = (mspId: Msp): Signer => makeSigner(mspId, this.#organisation(mspId).identities.peer);
}

const codeName = (code: number): string =>
  Object.entries(StatusCode).find(([, number]) => number === code)?.[0] ?? String(code);

/** A client wants to find an answer in what it submits. */
function answerOk(payload: peer.ProposalResponsePayload): void {
  const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
  const response = new peer.Response();
  response.setStatus(200);
  action.setResponse(response);
  payload.setExtension$(action.serializeBinary());
}

/** The law's own code where an endorser gave one, else what the ledger says. */
async function saying(step: string, run: () => Promise<string>): Promise<string> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const [detail] = error.details.map(({ message }) => message.replace(/^chaincode response \d+, /, ''));
    const refusal = detail === undefined ? undefined : parseRefusal(detail);
    const words = refusal?.code ?? (detail ? detail.replace(/^.*, info=/, '') : status[error.code]);
    return `${step} refused: ${words}`;
  }
}

function rewriteAction(
  envelope: common.Envelope,
  change: (action: peer.ChaincodeActionPayload) => void,
): void {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const [first] = transaction.getActionsList();
  if (!first) throw new TypeError('a transaction has no action');
  const action = peer.ChaincodeActionPayload.deserializeBinary(first.getPayload_asU8());
  change(action);
  first.setPayload(action.serializeBinary());
  transaction.setActionsList([first]);
  payload.setData(transaction.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
}

function forgedResponse(bytes: Uint8Array, forge: (key: string, value: string) => string): Uint8Array {
  const response = peer.ProposalResponsePayload.deserializeBinary(bytes);
  const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
  const results = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8());
  for (const namespace of results.getNsRwsetList()) {
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8());
    for (const write of set.getWritesList()) {
      const value = Buffer.from(write.getValue_asU8()).toString('utf8');
      write.setValue(Buffer.from(forge(write.getKey(), value)));
    }
    namespace.setRwset(set.serializeBinary());
  }
  action.setResults(results.serializeBinary());
  response.setExtension$(action.serializeBinary());
  return response.serializeBinary();
}

function endorsementOf(endorser: Signer, response: Uint8Array): peer.Endorsement {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(endorser.serialized);
  endorsement.setSignature(endorser.sign(Buffer.concat([response, endorser.serialized])));
  return endorsement;
}
