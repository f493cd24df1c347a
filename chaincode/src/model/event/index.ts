import type * as z from 'zod';
import { parseCanonical, pointerStep } from '../canonical.ts';
import { LedgerError } from '../errors.ts';
import { limits } from '../limits.ts';
import {
  RegisterCategorySchema,
  RegisterInputSchema,
  RegisterProcessSchema,
  RegisterProductSchema,
  RegisterSiteSchema,
} from './catalogue.ts';
import {
  CertifySiteSchema,
  GrantQuotaSchema,
  IssueCertificateSchema,
  ReinstateSchema,
  RestrictSchema,
} from './certification.ts';
import {
  CancelDispatchSchema,
  DispatchSchema,
  DisposeSchema,
  LoadSchema,
  MoveSchema,
  ReceiveSchema,
  RecountSchema,
  SellSchema,
  SettleSchema,
  TakeBackSchema,
  UnloadSchema,
} from './custody.ts';
import {
  ActivateCodesSchema,
  DeclareSchema,
  InspectSchema,
  IssueCodesSchema,
  ObserveSchema,
  SampleSchema,
  SelfTestSchema,
  VoidCodesSchema,
} from './inspection.ts';
import {
  AcknowledgeSchema,
  AnswerOrderSchema,
  CloseRecallSchema,
  CorrectSchema,
  CosignSchema,
  HoldSchema,
  OrderSchema,
  RecallSchema,
  ReleaseSchema,
  RemedySchema,
  SpreadSchema,
} from './oversight.ts';
import { AdmitSchema, CommissionSchema, TransformSchema, TreatSchema } from './production.ts';
import {
  ChangePartySchema,
  DelegateSchema,
  EndDelegationSchema,
  EnrolDeviceSchema,
  EnrolPartySchema,
  FoundSchema,
  RevokeDeviceSchema,
  WithdrawSchema,
} from './registry.ts';

/** One strict schema per act: unknown keys are refused. */
export const eventSchemas = {
  found: FoundSchema,
  enrolParty: EnrolPartySchema,
  changeParty: ChangePartySchema,
  enrolDevice: EnrolDeviceSchema,
  revokeDevice: RevokeDeviceSchema,
  delegate: DelegateSchema,
  endDelegation: EndDelegationSchema,
  withdraw: WithdrawSchema,
  registerSite: RegisterSiteSchema,
  registerCategory: RegisterCategorySchema,
  registerProduct: RegisterProductSchema,
  registerInput: RegisterInputSchema,
  registerProcess: RegisterProcessSchema,
  issueCertificate: IssueCertificateSchema,
  certifySite: CertifySiteSchema,
  grantQuota: GrantQuotaSchema,
  restrict: RestrictSchema,
  reinstate: ReinstateSchema,
  admit: AdmitSchema,
  commission: CommissionSchema,
  treat: TreatSchema,
  observe: ObserveSchema,
  sample: SampleSchema,
  inspect: InspectSchema,
  selfTest: SelfTestSchema,
  transform: TransformSchema,
  issueCodes: IssueCodesSchema,
  activateCodes: ActivateCodesSchema,
  voidCodes: VoidCodesSchema,
  declare: DeclareSchema,
  move: MoveSchema,
  load: LoadSchema,
  unload: UnloadSchema,
  dispatch: DispatchSchema,
  cancelDispatch: CancelDispatchSchema,
  receive: ReceiveSchema,
  settle: SettleSchema,
  sell: SellSchema,
  takeBack: TakeBackSchema,
  dispose: DisposeSchema,
  recount: RecountSchema,
  hold: HoldSchema,
  release: ReleaseSchema,
  recall: RecallSchema,
  acknowledge: AcknowledgeSchema,
  remedy: RemedySchema,
  closeRecall: CloseRecallSchema,
  spread: SpreadSchema,
  order: OrderSchema,
  answerOrder: AnswerOrderSchema,
  correct: CorrectSchema,
  cosign: CosignSchema,
} as const;

export type ActName = keyof typeof eventSchemas;
/** The event of one act. */
export type EventOf<A extends ActName> = z.infer<(typeof eventSchemas)[A]>;
/** Any event of the ledger. */
export type TraceEvent = { [A in ActName]: EventOf<A> }[ActName];

export const actNames = Object.keys(eventSchemas) as readonly ActName[];

const encoder = new TextEncoder();
/** Acts whose lines do not fit `eventBytesMax`. */
export const longActs: ReadonlySet<ActName> = new Set([
  'transform',
  'dispatch',
  'receive',
  'settle',
  'sell',
  'remedy',
  'recall',
  'hold',
]);

/**
 * The event of a signed payload: size, canonical form, the act's strict schema, and cosigners named once, none of them the device.
 * Throws EVENT_INVALID with the pointer of the first fault.
 */
export function parseEvent(payload: string): TraceEvent {
  const bytes = payload.length > limits.longEventBytesMax ? payload.length : encoder.encode(payload).length;
  if (bytes > limits.longEventBytesMax)
    throw new LedgerError('EVENT_INVALID', `has over ${limits.longEventBytesMax} bytes`);
  const value = parseCanonical(payload);
  const act = actOf(value);
  if (!longActs.has(act) && bytes > limits.eventBytesMax)
    throw new LedgerError('EVENT_INVALID', `has over ${limits.eventBytesMax} bytes`);
  const parsed = eventSchemas[act].safeParse(value);
  if (!parsed.success) throw fromZod(parsed.error);
  const signers = [parsed.data.device, ...parsed.data.cosigners];
  if (new Set(signers).size !== signers.length)
    throw new LedgerError('EVENT_INVALID', 'names a signer twice', '/cosigners');
  return parsed.data;
}

function actOf(value: unknown): ActName {
  const act = typeof value === 'object' && value !== null && 'act' in value ? value.act : undefined;
  if (typeof act !== 'string' || !Object.hasOwn(eventSchemas, act))
    throw new LedgerError('EVENT_INVALID', 'is not an act', '/act');
  return act as ActName;
}

const faults: { readonly [code: string]: string } = {
  invalid_type: 'is missing or of the wrong type',
  too_small: 'is too small or too short',
  too_big: 'is too large or too long',
  invalid_format: 'has the wrong form',
  invalid_value: 'is not one of the allowed values',
  invalid_union: 'has the wrong form',
  unrecognized_keys: 'is not a known key',
};

/** The first fault of a schema as our own words; nothing of the library's text leaves. */
export function fromZod(
  error: z.ZodError,
  code: 'EVENT_INVALID' | 'DOCUMENT_INVALID' = 'EVENT_INVALID',
): LedgerError {
  const issue = error.issues[0];
  if (!issue) return new LedgerError(code, 'is not valid');
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const pointer = [...issue.path, ...unknownKey].map((key) => pointerStep(String(key))).join('');
  const detail =
    issue.code === 'custom' ? `does not hold: ${issue.message}` : (faults[issue.code] ?? 'is not valid');
  return new LedgerError(code, detail, pointer);
}
