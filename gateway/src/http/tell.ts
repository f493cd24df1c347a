import { randomBytes } from 'node:crypto';
import { fromZod } from '@mengsu/chaincode/model';
import {
  contentSecurityPolicy,
  type Language,
  languages,
  renderReceipt,
  renderTellForm,
  renderUnknownReceipt,
  type TellFault,
  type TellForm,
} from '@mengsu/web-scan/views';
import express, { type Request, type Response, type Router } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type * as z from 'zod';
import { parseReceipt } from '../reports/receipt-number.ts';
import { ReportSchema, reportLimits } from '../reports/report.ts';
import { parseJsonBody, rawBody } from './body.ts';
import { pageLanguageOf } from './language.ts';
import { makeRouter } from './make-router.ts';
import { pageHeaders } from './page-headers.ts';
import { optionsOf, sendHtml } from './pages.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem, type GatewayProblemCode } from './problem.ts';
import { isFromThisSite } from './same-origin.ts';

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/** 1,000 characters of 4 bytes, each three times as long as a form writes them, and the other fields. */
const formBytesMax = 12 * reportLimits.textCharactersMax + 8_192;
const formBody = express.urlencoded({
  extended: false,
  limit: formBytesMax,
  parameterLimit: 20,
  inflate: false,
});

/** GET and POST /tell, GET /tell/{receipt}, POST /api/reports: 投诉 and 举报 come in. No route reads what one says. */
export async function tellRoutes(parts: HttpParts): Promise<Router> {
  const router = makeRouter();
  const policy = await contentSecurityPolicy();
  router.use('/tell', (_request, response, next) => {
    // The form's own address goes with it, so that the gateway can see that it is its own; nobody else is told of it.
    response.set({ ...pageHeaders(policy), 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' });
    response.removeHeader('Access-Control-Allow-Origin');
    next();
  });
  router.get('/tell', (request, response) => {
    const [code, lot] = [textOf(request.query.code, 500), textOf(request.query.lot, 40)];
    const form = { ...emptyForm(), code, lot };
    sendForm(parts, { request, response }, { form, language: pageLanguageOf(request) });
  });
  router.post('/tell', formBody, (request, response) => takeForm(parts, { request, response }));
  router.get('/tell/:receipt', (request, response) => sendReceipt(parts, { request, response }));
  router.post('/api/reports', rawBody, async (request, response) => {
    const report = ReportSchema.safeParse(parseJsonBody(request));
    if (!report.success) throw new GatewayProblem('REPORT_INVALID', firstFault(report.error));
    const state = await parts.reports.receive(report.data, addressOf(request));
    response
      .status(201)
      .set({ Location: `/tell/${state.receipt}`, 'Cache-Control': 'no-store' })
      .json(state);
  });
  return router;
}

const makeNonce = (): string => randomBytes(16).toString('base64url');
const emptyForm = (): TellForm => ({
  kind: '',
  matter: '',
  text: '',
  contact: '',
  code: '',
  lot: '',
  nonce: makeNonce(),
});
const textOf = (value: unknown, charactersMax: number): string =>
  typeof value === 'string' ? value.slice(0, charactersMax) : '';

/** Networks of IPv6 count as one address. */
const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? '');

/** In our own words: nothing of a library's text leaves. */
function firstFault(error: z.ZodError): string {
  const { pointer, detail } = fromZod(error);
  return `${pointer || 'the report'} ${detail}`;
}

interface Shown {
  readonly form: TellForm;
  readonly language: Language;
  readonly faults?: readonly TellFault[];
  readonly status?: number;
}

function sendForm(parts: HttpParts, { request, response }: Exchange, shown: Shown): void {
  const { settings } = parts;
  const { form, language, faults = [], status = 200 } = shown;
  const desk = { organisation: settings.organisation, keepDays: settings.reportsKeepDays };
  sendHtml(response, status, renderTellForm(form, language, { ...optionsOf(parts, request), desk, faults }));
}

/** Whatever is refused comes back as the form with all that was filled in. */
async function takeForm(parts: HttpParts, { request, response }: Exchange): Promise<void> {
  const { website, lang, form } = readForm(request);
  const language = languages.find((one) => one === lang) ?? pageLanguageOf(request);
  if (!isFromThisSite(request))
    return sendForm(parts, { request, response }, { form, language, faults: ['origin'], status: 403 });
  const report = ReportSchema.safeParse(form);
  if (!report.success || website !== '') {
    const faults = report.success ? ['nonce' as const] : faultsOf(report.error.issues);
    const again = faults.includes('nonce') ? { ...form, nonce: makeNonce() } : form;
    return sendForm(parts, { request, response }, { form: again, language, faults, status: 400 });
  }
  try {
    const { receipt } = await parts.reports.receive(report.data, addressOf(request));
    response.redirect(303, `/tell/${receipt}?lang=${language}`);
  } catch (error) {
    const refusal = error instanceof GatewayProblem ? formFaults[error.code] : undefined;
    if (!refusal || !(error instanceof GatewayProblem)) throw error;
    response.set(error.headers);
    sendForm(
      parts,
      { request, response },
      { form, language, faults: [refusal.fault], status: refusal.status },
    );
  }
}

const formFaults: {
  readonly [code in GatewayProblemCode]?: { readonly fault: TellFault; readonly status: number };
} = {
  CODE_INVALID: { fault: 'code', status: 400 },
  RATE_LIMITED: { fault: 'limit', status: 429 },
  REPORTS_FULL: { fault: 'full', status: 429 },
};

function readForm(request: Request): { website: string; lang: string; form: TellForm } {
  const body: unknown = request.body;
  const fields = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}));
  const field = (name: string, charactersMax: number): string => textOf(fields.get(name), charactersMax);
  return {
    website: field('website', 100),
    lang: field('lang', 10),
    form: {
      kind: field('kind', 20),
      matter: field('matter', 20),
      text: field('text', 4 * reportLimits.textCharactersMax),
      contact: field('contact', 4 * reportLimits.contactCharactersMax),
      code: field('code', 501),
      lot: field('lot', 41),
      nonce: field('nonce', 40),
    },
  };
}

function faultsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): readonly TellFault[] {
  const faults = issues.map(({ path }) => (path[0] === 'lot' ? 'code' : path[0]) as TellFault);
  return [...new Set(faults)];
}

async function sendReceipt(parts: HttpParts, { request, response }: Exchange): Promise<void> {
  const receipt = parseReceipt(String(request.params.receipt));
  const state = receipt === undefined ? undefined : await parts.reports.find(receipt);
  if (request.accepts('html', 'json') === 'json') {
    if (!state) throw new GatewayProblem('RECEIPT_UNKNOWN', 'no such receipt');
    return void response.json(state);
  }
  const language = pageLanguageOf(request);
  if (!state) return sendHtml(response, 404, renderUnknownReceipt(language, optionsOf(parts, request)));
  sendHtml(response, 200, renderReceipt(state, language, optionsOf(parts, request)));
}
