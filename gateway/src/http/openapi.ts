import {
  CertificateNumberSchema,
  DigestSchema,
  DocumentSchema,
  GtinSchema,
  LotNumberSchema,
  PartyIdSchema,
  SiteCodeSchema,
} from '@mengsu/chaincode/model';
import { languages, mongolianFontPath } from '@mengsu/web-scan/views';
import * as z from 'zod';
import { createDocument, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { AlarmsQuerySchema } from './alarms.ts';
import { CasesQuerySchema } from './law.ts';
import { TraceQuerySchema } from './lots.ts';
import { codePaths } from './openapi-codes.ts';
import { consumerPaths } from './openapi-consumer.ts';
import { proofPaths } from './openapi-proofs.ts';
import {
  AlarmsSchema,
  EventAnswerSchema,
  JobSchema,
  LotPageSchema,
  LotSchema,
  PostAnswerSchema,
  ProblemSchema,
  ReadinessSchema,
  TraceSchema,
  WaitingAnswerSchema,
} from './schemas.ts';
import { CasesSchema, CertificateSchema, QuotasSchema } from './schemas-law.ts';

const problems = {
  default: {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: ProblemSchema } },
  },
} as const;
const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});
const of = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string() } },
});
const get = (
  summary: string,
  responses: ZodOpenApiResponsesObject,
  requestParams?: { readonly path?: z.ZodObject; readonly query?: z.ZodObject },
) => ({
  get: { summary, responses: { ...responses, ...problems }, ...(requestParams && { requestParams }) },
});

const lot = z.object({ gtin: GtinSchema, lot: LotNumberSchema });
const page = z.object({
  lang: z.enum(languages).optional(),
  order: z.enum(['oldest', 'newest']).optional(),
});

const events: ZodOpenApiPathsObject = {
  '/api/events': {
    post: {
      summary: 'Record signed events',
      description:
        'Answered 200 only when the transaction is VALID on the ledger, 202 when that takes longer than the wait (`Prefer: wait=N`). The same events may be posted any number of times.',
      requestBody: { required: true, content: { 'application/json': { schema: DocumentSchema } } },
      responses: {
        200: json('What became of each event', PostAnswerSchema),
        202: {
          ...json('Waiting; ask for the job', WaitingAnswerSchema),
          headers: z.object({ Location: z.string() }),
        },
        ...problems,
      },
    },
  },
  '/api/events/{id}': get(
    'A recorded event',
    { 200: json('The event', EventAnswerSchema) },
    { path: z.object({ id: DigestSchema }) },
  ),
  '/api/jobs/{id}': get(
    'What became of a post',
    { 200: json('The job', JobSchema) },
    { path: z.object({ id: z.string() }) },
  ),
};

const lots: ZodOpenApiPathsObject = {
  '/api/lots/{gtin}/{lot}': get(
    'A lot, its steps and where it is',
    { 200: json('The lot', LotSchema) },
    { path: lot },
  ),
  '/api/lots/{gtin}/{lot}/trace': get(
    'The lots before and after a lot',
    { 200: json('The graph', TraceSchema) },
    { path: lot, query: TraceQuerySchema },
  ),
  '/01/{gtin}/10/{lot}': get(
    'The page of a lot (GS1 Digital Link)',
    {
      200: {
        description: 'The page, or its data',
        content: { 'text/html': { schema: z.string() }, 'application/json': { schema: LotPageSchema } },
      },
    },
    { path: lot, query: page },
  ),
  [mongolianFontPath]: get('The letters of the Mongolian page', { 200: of('font/woff2', 'A font') }),
  '/01/{gtin}/10/{lot}/qr.svg': get(
    'The label of a lot',
    { 200: of('image/svg+xml', 'A QR code') },
    { path: lot },
  ),
  '/01/{gtin}/10/{lot}/qr.png': get(
    'The label of a lot',
    { 200: of('image/png', 'A QR code') },
    { path: lot },
  ),
};

const law: ZodOpenApiPathsObject = {
  '/api/cases': get(
    'Recorded events that did not keep rules, the newest first',
    { 200: json('The cases', CasesSchema) },
    { query: CasesQuerySchema },
  ),
  '/api/certificates/{issuer}/{number}': get(
    'A certificate and how it stands',
    { 200: json('The certificate', CertificateSchema) },
    { path: z.object({ issuer: PartyIdSchema, number: CertificateNumberSchema }) },
  ),
  '/api/quotas/{party}/{site}': get(
    'Certified capacity, quotas and their use of a site',
    { 200: json('The quotas', QuotasSchema) },
    { path: z.object({ party: PartyIdSchema, site: SiteCodeSchema }) },
  ),
};

const status: ZodOpenApiPathsObject = {
  '/api/alarms': get(
    'Transactions on the ledger that the law does not give, as this gateway has found by executing it again',
    { 200: json('Alarms, the earliest first', AlarmsSchema) },
    { query: AlarmsQuerySchema },
  ),
  '/healthz': get('The process lives', { 200: json('It does', z.object({ status: z.literal('ok') })) }),
  '/readyz': get('The gateway can work', {
    200: json('It can', ReadinessSchema),
    503: json('It cannot, and why', ReadinessSchema),
  }),
  '/metrics': get('Prometheus metrics', { 200: of('text/plain', 'Metrics') }),
  '/assets/{file}': get(
    'A module of a page, under the digest of its text',
    { 200: of('text/javascript', 'The module') },
    { path: z.object({ file: z.string() }) },
  ),
  '/openapi.json': get('This document', { 200: json('OpenAPI 3.1', z.looseObject({})) }),
};

/** The API as OpenAPI 3.1, from the schemas that parse and describe it. */
export function openApiDocument(publicUrl: string): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Mengsu 蒙溯',
      version: '0.1.0',
      description: 'A traceability ledger for the ecological food of Inner Mongolia.',
    },
    servers: [{ url: publicUrl }],
    paths: { ...events, ...lots, ...codePaths, ...law, ...status, ...consumerPaths, ...proofPaths },
  });
}
