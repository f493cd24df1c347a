import { CertificateIdSchema, LedgerError, PartyIdSchema, SiteCodeSchema } from '@mengsu/chaincode/model';
import type { Router } from 'express';
import * as z from 'zod';
import { casesLimits } from '../store/queries/cases.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem } from './problem.ts';

const wholeNumber = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

export const CasesQuerySchema = z.object({
  before: wholeNumber.optional().meta({ description: 'The `next` of the answer before' }),
  limit: wholeNumber
    .refine((limit) => limit >= 1 && limit <= casesLimits.casesMax)
    .optional()
    .meta({ description: `1 to ${casesLimits.casesMax}, ${casesLimits.casesDefault} where it is left out` }),
});

/** GET /api/cases, /api/certificates/{issuer}/{number}, /api/quotas/{party}/{site}. Open to every origin: what is on the ledger is public. */
export function lawRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  router.use(['/api/cases', '/api/certificates', '/api/quotas'], (_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' });
    next();
  });
  router.get('/api/cases', async (request, response) => {
    const query = CasesQuerySchema.safeParse({ before: request.query.before, limit: request.query.limit });
    if (!query.success)
      throw new GatewayProblem(
        'REQUEST_INVALID',
        `limit is 1 to ${casesLimits.casesMax}, before a whole number`,
      );
    const { before, limit = casesLimits.casesDefault } = query.data;
    response.json(await parts.questions.cases({ before, limit }));
  });
  router.get('/api/certificates/:issuer/:number', async (request, response) => {
    const id = CertificateIdSchema.safeParse(`${request.params.issuer}/${request.params.number}`);
    const answer = id.success ? await parts.questions.certificate(id.data) : undefined;
    if (!answer) throw new LedgerError('CERTIFICATE_UNKNOWN', 'no such certificate is in the index');
    response.json(answer);
  });
  router.get('/api/quotas/:party/:site', async (request, response) => {
    const party = PartyIdSchema.safeParse(request.params.party);
    const site = SiteCodeSchema.safeParse(request.params.site);
    const known = party.success && site.success;
    const answer = known ? await parts.questions.quotas(party.data, site.data) : undefined;
    if (!answer) throw new LedgerError('SITE_UNKNOWN', 'no such site is in the index');
    response.json(answer);
  });
  return router;
}
