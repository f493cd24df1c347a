export { type Language, languages } from '../words/index.ts';
export { renderCodeOfNoLot, renderUnknownCode } from './code-pages.ts';
export { renderLotPage } from './lot-page.ts';
export type * from './lot-page-data.ts';
export { renderBadCode, renderError, renderUnknownLot } from './message-pages.ts';
export type { StepOrder } from './reading.ts';
export { contentSecurityPolicy, styleSource } from './style.ts';
