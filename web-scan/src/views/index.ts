export type * from './lot-page-data.ts';
