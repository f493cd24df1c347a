import type { Router } from 'express';
import { lotUri } from '../labels/digital-link.ts';
import { renderPng } from '../labels/png.ts';
import { qrMatrix } from '../labels/qr.ts';
import { renderSvg } from '../labels/svg.ts';
import { lotNameOf, unknownLot } from './lots.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts } from './parts.ts';

/** 10 pixels a module: 33 × 33 modules print at 300 dpi as 3.5 cm. */
const pixelsPerModule = 10;

/** GET /01/{gtin}/10/{lot}/qr.svg and qr.png: the label of a lot that is on the ledger. */
export function labelRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  const formats = {
    svg: {
      type: 'image/svg+xml; charset=utf-8',
      render: (text: string) => Buffer.from(renderSvg(qrMatrix(text))),
    },
    png: { type: 'image/png', render: (text: string) => renderPng(qrMatrix(text), pixelsPerModule) },
  } as const;
  for (const [name, { type, render }] of Object.entries(formats)) {
    router.get(`/01/:gtin/10/:lot/qr.${name}`, async (request, response) => {
      const lot = lotNameOf(request);
      if (!(await parts.questions.hasLot(lot))) throw unknownLot();
      response
        .set({
          'Content-Type': type,
          'Cache-Control': 'public, max-age=86400',
          'Content-Security-Policy': "default-src 'none'",
          'Access-Control-Allow-Origin': '*',
        })
        .send(render(lotUri(parts.settings.publicUrl(), lot)));
    });
  }
  return router;
}
