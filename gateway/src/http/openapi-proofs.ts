import {
  DigestSchema,
  GtinSchema,
  LotNumberSchema,
  NetworkIdSchema,
  PublicKeySchema,
} from '@mengsu/chaincode/model';
import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { ConsistencyQuerySchema } from './proofs.ts';
import { ProblemSchema } from './schemas.ts';

const problems = {
  default: {
    description: 'A problem (RFC 9457); PROOF_NOT_YET where too few organisations have witnessed it so far',
    content: { 'application/problem+json': { schema: ProblemSchema } },
  },
} as const;
const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});

const PinsSchema = z
  .strictObject({
    network: NetworkIdSchema,
    organisations: z.array(
      z.strictObject({ log: PublicKeySchema, msp: z.string(), registrar: DigestSchema }),
    ),
    threshold: z.int(),
  })
  .meta({ id: 'Pins', description: 'Whom a reader may believe, as this gateway knows them: docs/proof.md' });

const ConsistencySchema = z
  .strictObject({ from: z.int(), path: z.array(DigestSchema), to: z.int() })
  .meta({ id: 'Consistency' });

/** What a reader checks by itself, in the API's document. */
export const proofPaths: ZodOpenApiPathsObject = {
  '/api/checkpoint': {
    get: {
      summary: 'The newest checkpoint that enough organisations have signed',
      responses: {
        200: {
          description: 'A C2SP signed note: docs/proof.md',
          content: { 'text/plain': { schema: z.string() } },
        },
        ...problems,
      },
    },
  },
  '/api/pins': {
    get: {
      summary: 'The organisations of this network, their log keys and registrars',
      description: 'A reader who has pins from elsewhere believes those, and not this answer.',
      responses: { 200: json('Pins', PinsSchema), ...problems },
    },
  },
  '/api/proofs/consistency': {
    get: {
      summary: 'The proof that a smaller log begins a larger one (RFC 6962 §2.1.2)',
      requestParams: { query: ConsistencyQuerySchema },
      responses: { 200: json('The path, base64url', ConsistencySchema), ...problems },
    },
  },
  '/api/proofs/lots/{gtin}/{lot}': {
    get: {
      summary: 'What proves a lot\u2019s page: one canonical JSON text',
      description: 'Checked by the page itself, by `mengsu verify` and by anybody else: docs/proof.md.',
      requestParams: {
        path: z.object({ gtin: GtinSchema, lot: LotNumberSchema }),
        query: z.object({
          serial: z
            .string()
            .optional()
            .meta({ description: 'Of a piece: what proves its code comes with it' }),
          since: z.string().optional().meta({
            description: 'Size of the checkpoint that was seen last: the proof of consistency comes with it',
          }),
        }),
      },
      responses: { 200: json('The bundle', z.record(z.string(), z.unknown())), ...problems },
    },
  },
};
