import { GtinSchema, LotNumberSchema, PartyIdSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { LabelOrderSchema } from '../labels/label-order.ts';
import { ProblemSchema } from './schemas.ts';
import { CodeSetSchema, ItemPageSchema, LabelJobSchema } from './schemas-codes.ts';

const problems = {
  default: {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: ProblemSchema } },
  },
} as const;
const lot = z.object({ gtin: GtinSchema, lot: LotNumberSchema });
const job = z.object({ job: z.string() });
const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});
const file = (type: string) => ({
  200: { description: 'The labels', content: { [type]: { schema: z.string() } } },
});
const size = z.object({
  size: z.string().optional().meta({ description: 'WIDTHxHEIGHT in mm, default 70x37' }),
});
const lotLabel = (type: string): ZodOpenApiPathsObject[string] => ({
  get: {
    summary: 'The whole label of a lot: QR code, GS1 DataMatrix, names, date, readable line',
    requestParams: { path: lot, query: size },
    responses: { ...file(type), ...problems },
  },
});

/** Item codes and labels in the API's document. */
export const codePaths: ZodOpenApiPathsObject = {
  '/api/codes/{gtin}/{lot}/{party}/{set}': {
    put: {
      summary: 'Bring the file of a code set',
      description:
        'One serial of 20 characters and a line feed a line, sorted. Taken only where count and Merkle root are those of the issueCodes event on the ledger, so no account is needed. The same file may be brought any number of times.',
      requestParams: { path: lot.extend({ party: PartyIdSchema, set: z.string() }) },
      requestBody: { required: true, content: { 'application/octet-stream': { schema: z.string() } } },
      responses: { 200: json('The set is here', CodeSetSchema), ...problems },
    },
  },
  '/01/{gtin}/10/{lot}/21/{serial}': {
    get: {
      summary: 'The page of a piece (GS1 Digital Link)',
      description:
        'A serial without our check characters is answered 404 without any look-up. Looks at the page are counted by hour and large network, and forgotten after 30 days.',
      requestParams: { path: lot.extend({ serial: z.string() }) },
      responses: {
        200: {
          description: 'The page, or its data',
          content: { 'text/html': { schema: z.string() }, 'application/json': { schema: ItemPageSchema } },
        },
        ...problems,
      },
    },
  },
  '/01/{gtin}/10/{lot}/label.svg': lotLabel('image/svg+xml'),
  '/01/{gtin}/10/{lot}/label.png': lotLabel('image/png'),
  '/01/{gtin}/10/{lot}/label.pdf': lotLabel('application/pdf'),
  '/01/{gtin}/10/{lot}/label.zpl': lotLabel('application/zpl'),
  '/api/labels': {
    post: {
      summary: 'Have labels of pieces drawn',
      description: 'For programs on the gateway’s machine, unless `MENGSU_LABELS` says otherwise.',
      requestBody: { required: true, content: { 'application/json': { schema: LabelOrderSchema } } },
      responses: {
        202: { ...json('They are being drawn', LabelJobSchema), headers: z.object({ Location: z.string() }) },
        ...problems,
      },
    },
  },
  '/api/labels/{job}': {
    get: {
      summary: 'How far the labels are',
      requestParams: { path: job },
      responses: { 200: json('The job', LabelJobSchema), ...problems },
    },
  },
  '/api/labels/{job}/file': {
    get: {
      summary: 'The labels, for an hour',
      requestParams: { path: job },
      responses: {
        200: {
          description: 'The labels',
          content: { 'application/pdf': { schema: z.string() }, 'application/zpl': { schema: z.string() } },
        },
        ...problems,
      },
    },
  },
};
