import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { OrderingError } from '../ledger/ordering-error.ts';
import type { GatewayParts } from '../ports.ts';
import { GatewayStatus, invalidArgument } from './gateway-status.ts';
import { fromHome, ordererDetail } from './nodes.ts';

/** Refusals that a gateway of a channel of four BFT orderers has collected when it gives up: f + 1. */
const refusalsShown = 2;

/**
 * `gateway.Gateway/Submit`: hands the signed envelope to ordering. Success says only that ordering has taken it.
 * @throws GatewayStatus UNAVAILABLE whatever ordering's reason, which stands in the details: so does Fabric with BFT orderers.
 */
export async function submitTransaction(
  parts: Pick<GatewayParts, 'ledger' | 'material' | 'homeMspId'>,
  request: gateway.SubmitRequest,
): Promise<gateway.SubmitResponse> {
  const envelope = request.getPreparedTransaction();
  if (!envelope) throw invalidArgument('a prepared transaction is required');
  if (envelope.getSignature_asU8().length === 0) throw invalidArgument('prepared transaction must be signed');
  try {
    await parts.ledger.broadcast(envelope.serializeBinary());
  } catch (error) {
    if (!(error instanceof OrderingError)) throw error;
    const message = `received unsuccessful response from orderer: status=${error.statusName}, info=${error.message}`;
    throw new GatewayStatus(
      status.UNAVAILABLE,
      'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
      fromHome(parts)
        .slice(0, refusalsShown)
        .map((organisation) => ordererDetail(organisation, message)),
    );
  }
  return new gateway.SubmitResponse();
}
