import { peer } from '@hyperledger/fabric-protos';

export type ValidationCodeName = keyof typeof peer.TxValidationCode;

/** Why a transaction is invalid: the code that its block will carry. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly code: number;

  constructor(codeName: ValidationCodeName, message: string) {
    super(`${codeName}: ${message}`);
    this.code = peer.TxValidationCode[codeName];
  }
}
