import type { ActName, EventOf, TraceEvent } from '@mengsu/chaincode/model';
import type { DecodedBlock, DecodedTransaction } from './decode.ts';
import type { RecordedEvent } from './decode-record.ts';
import { Known } from './known.ts';
import * as catalogue from './project-catalogue.ts';
import * as certification from './project-certification.ts';
import { projectCorrect } from './project-correct.ts';
import * as custody from './project-custody.ts';
import * as inspection from './project-inspection.ts';
import * as oversight from './project-oversight.ts';
import * as production from './project-production.ts';
import * as registry from './project-registry.ts';
import * as stock from './project-stock.ts';
import { type EventDetails, type Facts, noRows, type Rows } from './rows.ts';
import { EventWriter } from './writer.ts';

/** Recorded events in ledger order, with the rows that they refer to → the rows that follow. Pure. Throws IndexAlarm CONTRADICTION. */
export function project(blocks: readonly DecodedBlock[], facts: Facts): Rows {
  const rows = noRows();
  const known = new Known(rows, facts);
  let ordinal = facts.nextOrdinal;
  for (const block of blocks) {
    for (const transaction of block.transactions) {
      for (const recorded of transaction.events) {
        const writer = new EventWriter({ rows, known, ordinal, recorded, recordedAt: transaction.time });
        const place = { ordinal, block: block.number, transaction };
        addEvent(rows, recorded, { ...place, details: projectAct(recorded.event, writer) });
        addCase(recorded, writer);
        known.remember(recorded.id, { ordinal, event: recorded.event });
        ordinal += 1;
      }
    }
  }
  return rows;
}

interface EventPlace {
  readonly ordinal: number;
  readonly block: number;
  readonly transaction: DecodedTransaction;
  readonly details: EventDetails;
}

function addEvent(
  rows: Rows,
  recorded: RecordedEvent,
  { ordinal, block, transaction, details }: EventPlace,
): void {
  const { id, event, envelope, breaches, place } = recorded;
  rows.added.events.push({
    ordinal,
    id,
    act: event.act,
    party: event.party,
    device: event.device,
    sequence: event.sequence,
    previous: event.previous,
    said_at: event.eventTime,
    recorded_at: transaction.time,
    block,
    tx: transaction.tx,
    place,
    cosigners: event.cosigners.length,
    breaches: JSON.stringify(breaches),
    site: details.site ?? null,
    site_party: details.site_party ?? null,
    counterparty: details.counterparty ?? null,
    shipment: details.shipment ?? null,
    particulars: details.particulars ?? null,
    envelope: JSON.stringify(envelope),
  });
}

/** Whatever broke a rule is a case, of every act. */
function addCase({ event, breaches }: RecordedEvent, writer: EventWriter): void {
  if (breaches.length === 0) return;
  writer.rows.added.cases.push({
    event: writer.ordinal,
    act: event.act,
    party: event.party,
    lots: JSON.stringify(writer.lots),
    breaches: JSON.stringify(breaches),
    recorded_at: writer.recordedAt,
  });
}

/** What a checkpoint says is read when it is asked for; its size finds it (CosignSchema: a note's second line is a whole number). */
function projectCosign(event: EventOf<'cosign'>, writer: EventWriter): EventDetails {
  const { party, device, note, signature } = event;
  const size = Number(note.split('\n', 2)[1]);
  writer.rows.added.cosigns.push({ event: writer.ordinal, party, device, size, note, signature });
  return {};
}

type Projector<A extends ActName> = (event: EventOf<A>, writer: EventWriter) => EventDetails;

/** The event's own row says it all. */
const nothingMore = (): EventDetails => ({});

const projectors: { readonly [A in ActName]: Projector<A> } = {
  found: registry.projectFound,
  enrolParty: registry.projectEnrolParty,
  changeParty: registry.projectChangeParty,
  enrolDevice: registry.projectEnrolDevice,
  revokeDevice: registry.projectRevokeDevice,
  delegate: registry.projectDelegate,
  endDelegation: registry.projectEndDelegation,
  withdraw: nothingMore,
  registerSite: catalogue.projectRegisterSite,
  registerCategory: catalogue.projectRegisterCategory,
  registerProduct: catalogue.projectRegisterProduct,
  registerInput: catalogue.projectRegisterInput,
  registerProcess: catalogue.projectRegisterProcess,
  issueCertificate: certification.projectIssueCertificate,
  certifySite: certification.projectCertifySite,
  grantQuota: certification.projectGrantQuota,
  restrict: certification.projectRestrict,
  reinstate: certification.projectReinstate,
  admit: production.projectAdmit,
  commission: production.projectCommission,
  treat: production.projectTreat,
  observe: inspection.projectObserve,
  sample: inspection.projectSample,
  inspect: inspection.projectInspect,
  selfTest: inspection.projectSelfTest,
  transform: production.projectTransform,
  issueCodes: inspection.projectIssueCodes,
  activateCodes: inspection.projectActivateCodes,
  voidCodes: inspection.projectVoidCodes,
  declare: inspection.projectDeclare,
  move: custody.projectMove,
  load: stock.projectLoad,
  unload: stock.projectUnload,
  dispatch: custody.projectDispatch,
  cancelDispatch: custody.projectCancelDispatch,
  receive: custody.projectReceive,
  settle: custody.projectSettle,
  sell: custody.projectSell,
  takeBack: stock.projectTakeBack,
  dispose: custody.projectDispose,
  recount: stock.projectRecount,
  hold: oversight.projectHold,
  release: oversight.projectRelease,
  recall: oversight.projectRecall,
  acknowledge: oversight.projectAcknowledge,
  remedy: stock.projectRemedy,
  closeRecall: oversight.projectCloseRecall,
  spread: oversight.projectSpread,
  order: oversight.projectOrder,
  answerOrder: oversight.projectAnswerOrder,
  correct: projectCorrect,
  cosign: projectCosign,
};

function projectAct<A extends ActName>(event: TraceEvent & EventOf<A>, writer: EventWriter): EventDetails {
  return (projectors[event.act as A] as Projector<A>)(event, writer);
}
