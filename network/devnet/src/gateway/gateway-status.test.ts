import type { status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { bytesOf, type GatewayRecording, readRecording } from '../chaincode/testing-recordings.ts';
import { GatewayStatus } from './gateway-status.ts';

const failed = readRecording<GatewayRecording>('gateway_main').calls.flatMap(({ label, error }) =>
  error ? [{ label, error }] : [],
);

describe('a gateway status', () => {
  it(`carries its details as Fabric does, byte for byte, for all ${failed.length} recorded errors`, () => {
    for (const { label, error } of failed) {
      const recorded = bytesOf(error.grpcStatusDetailsBin ?? '');
      const details = google.rpc.Status.deserializeBinary(recorded)
        .getDetailsList()
        .map((any) => gateway.ErrorDetail.deserializeBinary(any.getValue_asU8()).toObject())
        .map(({ address, mspId, message }) => ({ address, mspId, message }));
      const ours = new GatewayStatus(error.code as status, error.details, details).toServiceError();
      expect(ours.code, label).toBe(error.code);
      expect(ours.details, label).toBe(error.details);
      const [sent] = ours.metadata.get('grpc-status-details-bin');
      expect(Buffer.from(sent ?? '').toString('base64'), label).toBe(error.grpcStatusDetailsBin ?? '');
    }
  });
});
