import { GtinSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import type { ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { ReportSchema } from '../reports/report.ts';
import { ProblemSchema } from './schemas.ts';
import { ProductPageSchema, ReportStateSchema } from './schemas-consumer.ts';

const problems = {
  default: {
    description: 'A problem (RFC 9457); for people a page',
    content: { 'application/problem+json': { schema: ProblemSchema } },
  },
} as const;
const html = (description: string) => ({
  description,
  content: { 'text/html': { schema: z.string() } },
});
const lang = z.enum(['zh', 'en']).optional();
const get = (
  summary: string,
  responses: ZodOpenApiResponsesObject,
  requestParams: { readonly path?: z.ZodObject; readonly query?: z.ZodObject } = {
    query: z.object({ lang }),
  },
) => ({ get: { summary, responses: { ...responses, ...problems }, requestParams } });

/** What people without an account meet: product, front page, search, reports. */
export const consumerPaths: ZodOpenApiPathsObject = {
  '/01/{gtin}': get(
    'The page of a product (GS1 Digital Link), its lots for sale and its certificates',
    {
      200: {
        description: 'The page, or its data',
        content: { 'text/html': { schema: z.string() }, 'application/json': { schema: ProductPageSchema } },
      },
      308: { description: 'The address with a GTIN of 14 digits' },
    },
    {
      path: z.object({ gtin: GtinSchema }),
      query: z.object({
        lang,
        before: z.string().optional().meta({ description: 'The `next` of the page before' }),
      }),
    },
  ),
  '/': get('The front page', { 200: html('The page') }),
  '/scan': get('The front page', { 200: html('The page') }),
  '/find': get(
    'A code that was typed or scanned, sent on to its page',
    { 200: html('The address belongs to another host'), 303: { description: 'The page of the code' } },
    {
      query: z.object({
        lang,
        code: z.string().optional().meta({ description: 'A GTIN, an address or a GS1 element string' }),
        lot: z.string().optional(),
      }),
    },
  ),
  '/tell': {
    ...get(
      'The form of a 投诉 or 举报',
      { 200: html('The form') },
      { query: z.object({ lang, code: z.string().optional(), lot: z.string().optional() }) },
    ),
    post: {
      summary: 'Send the form',
      requestBody: {
        required: true,
        content: { 'application/x-www-form-urlencoded': { schema: ReportSchema } },
      },
      responses: {
        303: { description: 'The page of the receipt' },
        400: html('The form with what is wrong'),
        403: html('The form: it was sent from another site'),
        429: html('The form: too many'),
        ...problems,
      },
    },
  },
  '/tell/{receipt}': get(
    'How a report stands, without what it says',
    {
      200: {
        description: 'The page, or its data',
        content: { 'text/html': { schema: z.string() }, 'application/json': { schema: ReportStateSchema } },
      },
    },
    { path: z.object({ receipt: z.string() }), query: z.object({ lang }) },
  ),
  '/api/reports': {
    post: {
      summary: 'Send a 投诉 (complaint) or 举报 (disclosure)',
      description:
        'Kept sealed, not on the ledger. A disclosure is never given to the maker. The same nonce again gives the same receipt. 5 an hour and 20 a day from one address.',
      requestBody: { required: true, content: { 'application/json': { schema: ReportSchema } } },
      responses: {
        201: { description: 'Received', content: { 'application/json': { schema: ReportStateSchema } } },
        ...problems,
      },
    },
  },
};
