import { common } from '@hyperledger/fabric-protos';
import type { OrderingRefusal } from '../ports.ts';

export type OrderingStatusName = 'BAD_REQUEST' | 'FORBIDDEN' | 'NOT_FOUND' | 'SERVICE_UNAVAILABLE';

/** Ordering's refusal of an envelope, in the words of Fabric's orderer. */
export class OrderingError extends Error implements OrderingRefusal {
  override readonly name = 'OrderingError';
  readonly statusName: OrderingStatusName;
  readonly status: number;

  constructor(statusName: OrderingStatusName, message: string) {
    super(message);
    this.statusName = statusName;
    this.status = common.Status[statusName];
  }
}
