import { assertNever, type TraceEvent } from '@mengsu/chaincode/model';
import type { DecodedBlock, DecodedTransaction } from './decode.ts';
import type { RecordedEvent } from './decode-record.ts';
import * as custody from './project-custody.ts';
import * as production from './project-production.ts';
import * as registry from './project-registry.ts';
import { type EventDetails, type Facts, noRows, type Rows } from './rows.ts';
import { EventWriter } from './writer.ts';

/** Recorded events in ledger order, with the rows that they refer to → the rows that follow. Pure. Throws IndexAlarm CONTRADICTION. */
export function project(blocks: readonly DecodedBlock[], facts: Facts): Rows {
  const rows = noRows();
  const lines = new Map();
  let ordinal = facts.nextOrdinal;
  for (const block of blocks) {
    for (const transaction of block.transactions) {
      for (const recorded of transaction.events) {
        const writer = new EventWriter({ rows, facts, lines, ordinal, recordedAt: transaction.time });
        const place = { ordinal, block: block.number, transaction };
        addEvent(rows, recorded, { ...place, details: projectAct(recorded.event, writer) });
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

function projectAct(event: TraceEvent, writer: EventWriter): EventDetails {
  switch (event.act) {
    case 'found':
      return registry.projectFound(event, writer);
    case 'enrolParty':
      return registry.projectEnrolParty(event, writer);
    case 'enrolDevice':
      return registry.projectEnrolDevice(event, writer);
    case 'revokeDevice':
      return registry.projectRevokeDevice(event, writer);
    case 'withdraw':
      return {};
    case 'registerSite':
      return registry.projectRegisterSite(event, writer);
    case 'registerCategory':
      return registry.projectRegisterCategory(event, writer);
    case 'registerProduct':
      return registry.projectRegisterProduct(event, writer);
    case 'commission':
      return production.projectCommission(event, writer);
    case 'transform':
      return production.projectTransform(event, writer);
    default:
      return projectCustody(event, writer);
  }
}

type CustodyEvent = Extract<
  TraceEvent,
  { act: 'move' | 'dispatch' | 'cancelDispatch' | 'receive' | 'settle' | 'sell' | 'dispose' }
>;

function projectCustody(event: CustodyEvent, writer: EventWriter): EventDetails {
  switch (event.act) {
    case 'move':
      return custody.projectMove(event, writer);
    case 'dispatch':
      return custody.projectDispatch(event, writer);
    case 'cancelDispatch':
      return custody.projectCancelDispatch(event, writer);
    case 'receive':
      return custody.projectReceive(event, writer);
    case 'settle':
      return custody.projectSettle(event, writer);
    case 'sell':
      return custody.projectSell(event, writer);
    case 'dispose':
      return custody.projectDispose(event, writer);
    default:
      return assertNever(event);
  }
}
