import { fromZod } from '@mengsu/chaincode/model';
import type { Request, RequestHandler, Response, Router } from 'express';
import { type LabelJob, LabelJobsFull } from '../labels/label-jobs.ts';
import { LabelTooSmall } from '../labels/label-layout.ts';
import { LabelOrderError, LabelOrderSchema } from '../labels/label-order.ts';
import { FontError } from '../labels/outline.ts';
import { parseJsonBody, rawBody } from './body.ts';
import { isFromHere } from './loopback.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem } from './problem.ts';

export const mediaTypes = { pdf: 'application/pdf', zpl: 'application/zpl' } as const;

/** POST /api/labels and its jobs: labels of pieces. Whoever may draw them could put them on other goods, so it is this machine's alone unless a setting says otherwise. */
export function labelJobRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  const { labels } = parts;
  router.use('/api/labels', guard(parts));
  router.post('/api/labels', rawBody, async (request, response) => {
    const job = await begin(parts, request);
    response.status(202).location(`/api/labels/${job.id}`).set('Cache-Control', 'no-store').json(shown(job));
  });
  router.get('/api/labels/:job', (request, response) => {
    response.set('Cache-Control', 'no-store').json(shown(find(parts, request)));
  });
  router.get('/api/labels/:job/file', async (request, response) => {
    const job = find(parts, request);
    if (job.status !== 'done')
      throw new GatewayProblem('JOB_UNKNOWN', 'the job has no file, or none yet', { 'Retry-After': '1' });
    await sendFile(response, labels.jobs.fileOf(job), job);
  });
  return router;
}

function guard({ settings }: HttpParts): RequestHandler {
  return (request, _response, next) => {
    const isAllowed = settings.labels === 'open' || (settings.labels === 'loopback' && isFromHere(request));
    if (!isAllowed)
      throw new GatewayProblem(
        'LABELS_CLOSED',
        `labels of pieces are not given from here: MENGSU_LABELS=${settings.labels}`,
      );
    next();
  };
}

async function begin({ labels, settings }: HttpParts, request: Request): Promise<LabelJob> {
  const order = LabelOrderSchema.safeParse(parseJsonBody(request));
  if (!order.success) {
    const { pointer, detail } = fromZod(order.error);
    throw new GatewayProblem('REQUEST_INVALID', `${pointer || 'the order'} ${detail}`);
  }
  try {
    return await labels.begin(order.data, settings.publicUrl());
  } catch (error) {
    throw labelProblem(error);
  }
}

function find({ labels }: HttpParts, { params }: Pick<Request, 'params'>): LabelJob {
  const job = labels.jobs.find(String(params.job));
  if (!job) throw new GatewayProblem('JOB_UNKNOWN', 'no such job, or it is over an hour old');
  return job;
}

function shown({ id, format, total, done, status, error }: LabelJob) {
  const problem = error === undefined ? undefined : labelProblem(error);
  return {
    id,
    format,
    total,
    done,
    status,
    ...(problem !== undefined && {
      code: problem instanceof GatewayProblem ? problem.code : 'INTERNAL',
      ...(problem instanceof GatewayProblem && { detail: problem.message }),
    }),
  };
}

const sendFile = (response: Response, file: string, { format }: LabelJob): Promise<void> =>
  new Promise((resolve, reject) => {
    response.set({
      'Content-Type': mediaTypes[format],
      'Content-Disposition': `attachment; filename="labels.${format}"`,
      'Cache-Control': 'no-store',
    });
    response.sendFile(file, { cacheControl: false }, (error) => (error ? reject(error) : resolve()));
  });

/** What labels throw, as a problem; any other error as it is. */
export function labelProblem(error: unknown): unknown {
  if (error instanceof FontError) return new GatewayProblem('FONT_MISSING', error.message);
  if (error instanceof LabelTooSmall) return new GatewayProblem('LABEL_TOO_SMALL', error.message);
  if (error instanceof LabelJobsFull)
    return new GatewayProblem('LABELS_BUSY', error.message, { 'Retry-After': '5' });
  if (error instanceof LabelOrderError)
    return new GatewayProblem(
      error.kind === 'unknown' ? 'CODE_SET_UNKNOWN' : 'REQUEST_INVALID',
      error.message,
    );
  if (error instanceof RangeError) return new GatewayProblem('REQUEST_INVALID', error.message);
  return error;
}
