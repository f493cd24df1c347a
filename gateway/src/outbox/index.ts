export { type FaultPoint, faultPoints, killAsFileSays, noFaults } from './fault-point.ts';
export type { EventResult, JobAnswer, JobRefusalCode } from './job.ts';
export { Outbox, OutboxFull, type Ticket } from './outbox.ts';
export type { OutcomeIndex, TransactionOutcome } from './ports.ts';
export { SqlOutboxStore } from './sql-outbox-store.ts';
