export { killAsFileSays, noFaults } from './fault-point.ts';
export type { EventResult, JobAnswer } from './job.ts';
export { Outbox, OutboxFull, type Ticket } from './outbox.ts';
export { SqlOutboxStore } from './sql-outbox-store.ts';
