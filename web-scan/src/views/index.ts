export { type Language, languages } from '../words/index.ts';
export { type CodeFault, renderCodeFault, renderOtherHost, renderUnknownProduct } from './code-pages.ts';
export { renderFrontPage } from './front-page.ts';
export { type Address, path } from './html.ts';
export { renderCodeOfNoLot, renderUnknownCode } from './item-code-pages.ts';
export { renderLotPage } from './lot-page.ts';
export type * from './lot-page-data.ts';
export { warningOf } from './lot-state.ts';
export { renderBadCode, renderError, renderUnknownLot, renderUnreadableCode } from './message-pages.ts';
export { mongolianFontPath } from './mongolian-font.ts';
export { renderProductPage } from './product-page.ts';
export type * from './product-page-data.ts';
export type { PageOptions, StepOrder } from './reading.ts';
export { scriptEntries } from './script-entries.ts';
export { contentSecurityPolicy, styleSource } from './style.ts';
export {
  renderReceipt,
  renderTellForm,
  renderUnknownReceipt,
  type TellFault,
  type TellForm,
} from './tell-page.ts';
