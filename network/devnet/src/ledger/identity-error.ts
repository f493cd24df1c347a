import type { IdentityRefusal } from '../ports.ts';

export type IdentityFault = IdentityRefusal['fault'];

/** An identity or signature that is not accepted. `message` says why; `endorserMessage` is all that Fabric tells. */
export class IdentityError extends Error implements IdentityRefusal {
  override readonly name = 'IdentityError';
  readonly fault: IdentityFault;
  readonly endorserMessage: string;

  constructor(fault: IdentityFault, message: string, endorserMessage: string) {
    super(message);
    this.fault = fault;
    this.endorserMessage = endorserMessage;
  }
}
