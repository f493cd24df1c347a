/** The very engine that the endorsers run, for whoever executes the law again and believes none of them. No shim, no peer. */
export type { Submitter } from './acts/index.ts';
export { recordDocument, type Transaction } from './record.ts';
export type { StateStore } from './state/overlay.ts';
export { submitterFrom } from './submitter.ts';
