import { lotIdOf } from '@mengsu/chaincode/model';
import type { Router } from 'express';
import * as z from 'zod';
import type { ItemDesk } from '../codes/item-desk.ts';
import type { CodeMembership } from '../codes/membership.ts';
import type { Proven } from '../log/proofs.ts';
import { codeProblem } from './item-pages.ts';
import { lotNameOf } from './lots.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts, LotName } from './parts.ts';
import { GatewayProblem } from './problem.ts';
import { sendCompressed } from './send-compressed.ts';

/** A number of leaves. */
const SizeSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

export const ConsistencyQuerySchema = z
  .object({ from: SizeSchema, to: SizeSchema })
  .refine(({ from, to }) => from <= to, { error: 'order' });

/** GET /api/checkpoint, /api/pins and /api/proofs/…: what a reader checks by itself (docs/proof.md). Open to every origin. */
export function proofRoutes({ proofs, items }: HttpParts): Router {
  const router = makeRouter();
  router.use(['/api/checkpoint', '/api/pins', '/api/proofs'], (_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' });
    next();
  });
  router.get('/api/checkpoint', async (_request, response) => {
    const { text } = witnessed(await proofs.checkpoint());
    response.type('text/plain; charset=utf-8').send(text);
  });
  router.get('/api/pins', async (_request, response) => {
    const pins = await proofs.pins();
    if (!pins) throw new GatewayProblem('PROOF_NOT_YET', 'no organisation is founded yet', retry);
    response.json(pins);
  });
  router.get('/api/proofs/consistency', async (request, response) => {
    const query = ConsistencyQuerySchema.safeParse({ from: request.query.from, to: request.query.to });
    if (!query.success)
      throw new GatewayProblem(
        'REQUEST_INVALID',
        'from and to are numbers of events, from no larger than to',
      );
    const { from, to } = query.data;
    const path = await proofs.consistency(from, to);
    if (!path) throw new GatewayProblem('PROOF_NOT_YET', 'no checkpoint has so many events yet', retry);
    response.json({ from, path, to });
  });
  router.get('/api/proofs/lots/:gtin/:lot', async (request, response) => {
    const { gtin, lot } = lotNameOf(request);
    const since = SizeSchema.optional().safeParse(request.query.since);
    if (!since.success) throw new GatewayProblem('REQUEST_INVALID', 'since is a number of events');
    const code = await codeOf(items, { gtin, lot }, request.query.serial);
    // A code is nobody else's to keep.
    if (code) response.set('Cache-Control', 'no-store');
    const bundle = witnessed(await proofs.lot(lotIdOf(gtin, lot), since.data, code));
    // As it is, since a reader checks every byte of it.
    response.type('application/json; charset=utf-8').vary('Accept-Encoding');
    await sendCompressed(bundle.text, { request, response });
  });
  return router;
}

/** Where a serial is asked for: its place in its set. Throws CODE_UNKNOWN, without any look-up where it does not bear our check characters, or CODE_SET_UNKNOWN. */
async function codeOf(items: ItemDesk, name: LotName, serial: unknown): Promise<CodeMembership | undefined> {
  if (serial === undefined) return undefined;
  if (typeof serial !== 'string') throw new GatewayProblem('REQUEST_INVALID', 'serial is one text');
  const found = await items.find(name, serial);
  if (found.status !== 'found') throw codeProblem(found.status);
  return { ...found.code, lot: lotIdOf(name.gtin, name.lot) };
}

const retry = { 'Retry-After': '5' };

function witnessed(proven: Proven | undefined): Proven {
  if (proven) return proven;
  throw new GatewayProblem(
    'PROOF_NOT_YET',
    'no checkpoint that enough organisations signed tells of it',
    retry,
  );
}
