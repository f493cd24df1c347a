export { killAsFileSays, noFaults } from './fault-point.ts';
export type { EventResult, JobAnswer } from './job.ts';
export { Outbox } from './outbox.ts';
export { SqlOutboxStore } from './sql-outbox-store.ts';
export { OutboxFull, type Ticket } from './ticket.ts';
