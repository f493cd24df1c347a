import { common, msp } from '@hyperledger/fabric-protos';
import { submitterFrom } from '@mengsu/chaincode/engine';
import { digestWrites, isEmpty, readWriteSet } from './write-set.ts';

/** What the audit wants to know of a VALID transaction (gateway/src/audit). */
export interface AuditFacts {
  /** Of its writes to our namespace: digestWrites. */
  readonly writesDigest: string;
  readonly submitterMsp: string;
  readonly submitterIsAdmin: boolean;
  /** `chaincode function`, where it is no top-level call of ours and writes to our namespace all the same. */
  readonly foreignCall: string | undefined;
}

/** An endorsed call, in as far as the audit needs it. */
export interface EndorsedCall {
  readonly chaincode: string;
  readonly function: string;
  /** rwset.TxReadWriteSet bytes. */
  readonly writeSet: Uint8Array;
  /** common.SignatureHeader bytes. */
  readonly signatureHeader: Uint8Array;
}

/** Of a call of ours. Throws where it cannot be read. */
export function auditFactsOf(call: EndorsedCall, chaincode: string): AuditFacts {
  return {
    writesDigest: digestWrites(readWriteSet(call.writeSet, chaincode)),
    ...submitterOf(call.signatureHeader),
    foreignCall: undefined,
  };
}

const callCharactersMax = 64;

/** Of a call that is not ours: undefined where it writes nothing of ours, which costs little to see. Throws where it cannot be read. */
export function foreignFactsOf(call: EndorsedCall, chaincode: string): AuditFacts | undefined {
  const set = readWriteSet(call.writeSet, chaincode);
  if (isEmpty(set)) return undefined;
  const name = (text: string): string => text.replace(/[^\w:.-]/g, '?').slice(0, callCharactersMax);
  return {
    writesDigest: digestWrites(set),
    ...submitterOf(call.signatureHeader),
    foreignCall: `${name(call.chaincode)} ${name(call.function)}`,
  };
}

type SubmitterFacts = Pick<AuditFacts, 'submitterMsp' | 'submitterIsAdmin'>;

const submittersMax = 256;
/** Submitters are few, and reading a certificate takes longer than all the rest. By the header's identity, the least recently read first. */
const submitters = new Map<string, SubmitterFacts>();

function submitterOf(signatureHeader: Uint8Array): SubmitterFacts {
  const creator = common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8();
  const name = Buffer.from(creator).toString('latin1');
  const facts = submitters.get(name) ?? readSubmitter(creator);
  submitters.delete(name);
  submitters.set(name, facts);
  if (submitters.size > submittersMax) submitters.delete(submitters.keys().next().value ?? '');
  return facts;
}

function readSubmitter(creator: Uint8Array): SubmitterFacts {
  const identity = msp.SerializedIdentity.deserializeBinary(creator);
  const submitter = submitterFrom(identity.getMspid(), identity.getIdBytes_asU8());
  return { submitterMsp: submitter.mspId, submitterIsAdmin: isAdmin(submitter) };
}

/** An identity without a certificate is nobody's admin. */
function isAdmin(submitter: { readonly isAdmin: boolean }): boolean {
  try {
    return submitter.isAdmin;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
