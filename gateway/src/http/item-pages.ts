import { chinaDayOf } from '@mengsu/chaincode/model';
import {
  contentSecurityPolicy,
  type LotPageData,
  renderBadCode,
  renderCodeOfNoLot,
  renderLotPage,
  renderUnknownCode,
} from '@mengsu/web-scan/views';
import type { Request, Response, Router } from 'express';
import type { FoundCode } from '../codes/item-desk.ts';
import { lotUri } from '../labels/digital-link.ts';
import { pageLanguageOf } from './language.ts';
import { lotNameOf, parseLotName } from './lots.ts';
import { makeRouter } from './make-router.ts';
import { pageHeaders } from './page-headers.ts';
import { optionsOf, sendHtml } from './pages.ts';
import type { HttpParts, LotName } from './parts.ts';
import { GatewayProblem } from './problem.ts';
import { RecentData } from './recent-data.ts';
import { pageScripts } from './scripts.ts';
import { sendCompressed } from './send-compressed.ts';

const lotsRememberedMax = 32;

interface Exchange {
  readonly request: Request<ItemParams>;
  readonly response: Response;
}
interface ItemParams {
  readonly gtin: string;
  readonly lot: string;
  readonly serial: string;
}

/** The page of one piece: GET and HEAD /01/{gtin}/10/{lot}/21/{serial}: the lot's page, with what is known of this code. */
export async function itemPageRoutes(parts: HttpParts): Promise<Router> {
  const router = makeRouter();
  const policy = await contentSecurityPolicy({ withScript: true });
  const { entries } = await pageScripts();
  const lots = new RecentData<LotPageData>(lotsRememberedMax);
  const lotPage = (name: LotName): Promise<LotPageData | undefined> => {
    const day = chinaDayOf(new Date().toISOString());
    const key = `${name.gtin}/${name.lot} ${parts.indexedBlock()} ${day}`;
    const uri = lotUri(parts.settings.publicUrl(), name);
    return lots.get(key, () => parts.questions.lotPage(name, uri, day));
  };
  router.get('/01/:gtin/10/:lot/21/:serial', async (request, response) => {
    response.set(pageHeaders(policy));
    // What is said of one code changes with each scan, and is nobody else's to keep.
    response.set('Cache-Control', 'no-store');
    const isData = request.accepts('html', 'json') === 'json';
    const name = isData ? lotNameOf(request) : parseLotName(request);
    if (!name) {
      const { gtin, lot } = request.params;
      return sendHtml(response, 400, renderBadCode(`${gtin}/${lot}`, pageLanguageOf(request)));
    }
    const found = await parts.items.find(name, request.params.serial);
    if (found.status !== 'found') return refuse(found.status, { request, response });
    response.once('finish', () => countScan(parts, { request, response }));
    const lot = await lotPage(name);
    const data = lot && { ...lot, code: found.code };
    if (isData) return void response.json(data ?? { code: found.code });
    const language = pageLanguageOf(request);
    const options = optionsOf(parts, request);
    if (!data) return sendHtml(response, 200, renderCodeOfNoLot(found.code, language, options));
    const page = renderLotPage(data, language, { ...options, proofScript: entries.proof });
    response.set('Content-Type', 'text/html; charset=utf-8');
    await sendCompressed(page, { request, response });
  });
  return router;
}

/** A code that is none of this maker's, or whose set is not here: the same for people and for programs. */
function refuse(status: Exclude<FoundCode['status'], 'found'>, { request, response }: Exchange): void {
  if (request.accepts('html', 'json') === 'json') throw codeProblem(status);
  const serial = request.params.serial;
  sendHtml(
    response,
    404,
    renderUnknownCode(serial, { isSetHere: status === 'unknown' }, pageLanguageOf(request)),
  );
}

export const codeProblem = (status: Exclude<FoundCode['status'], 'found'>): GatewayProblem =>
  status === 'noSets'
    ? new GatewayProblem('CODE_SET_UNKNOWN', 'the codes of this lot are not here')
    : new GatewayProblem('CODE_UNKNOWN', 'no such code is on a label of this lot');

/** A person who looks, once an hour and network; not a program that asks ahead. */
function countScan({ items }: HttpParts, { request, response }: Exchange): void {
  const purpose = `${request.get('Sec-Purpose') ?? ''} ${request.get('Purpose') ?? ''}`;
  if (request.method !== 'GET' || response.statusCode !== 200 || purpose.includes('prefetch')) return;
  items.saw(request.params.serial, request.ip ?? '');
}
