export type { Envelope } from '@mengsu/chaincode/model';
export type { EventAnswer, EventResult, LotAnswer, PostAnswer, TraceAnswer } from './answers.ts';
export type { CasesAnswer, CertificateAnswer, QuotasAnswer } from './answers-law.ts';
export * from './client-error.ts';
export * from './device.ts';
export * from './device-key.ts';
export * from './mengsu-client.ts';
export * from './sign-event.ts';
