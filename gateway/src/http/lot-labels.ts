import type { Request, Router } from 'express';
import { drawParts } from '../labels/bitmap.ts';
import { layoutLabel } from '../labels/label-layout.ts';
import { labelSizeOf, PaperSchema } from '../labels/label-paper.ts';
import { printLabels } from '../labels/print-labels.ts';
import { renderSvgLabel } from '../labels/svg-label.ts';
import { labelProblem, mediaTypes } from './label-jobs.ts';
import { lotNameOf, unknownLot } from './lots.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts, LotName } from './parts.ts';
import { GatewayProblem } from './problem.ts';

const types = { svg: 'image/svg+xml; charset=utf-8', png: 'image/png', ...mediaTypes } as const;
type Format = keyof typeof types;
const dotsPerMm = 300 / 25.4;

/** GET /01/{gtin}/10/{lot}/label.svg, .png, .pdf and .zpl: one label of a lot that is on the ledger, `?size=50x30` in millimetres. It says nothing that the page does not. */
export function lotLabelRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  for (const format of Object.keys(types) as Format[]) {
    router.get(`/01/:gtin/10/:lot/label.${format}`, async (request, response) => {
      const name = lotNameOf(request);
      if (!(await parts.questions.hasLot(name))) throw unknownLot();
      const body = await draw(parts, { name, format, size: sizeOf(request) }).catch((error: unknown) => {
        throw labelProblem(error);
      });
      response
        .set({
          'Content-Type': types[format],
          'Cache-Control': 'public, max-age=86400',
          'Content-Security-Policy': "default-src 'none'",
          'Access-Control-Allow-Origin': '*',
        })
        .send(body);
    });
  }
  return router;
}

function sizeOf({ query }: Pick<Request, 'query'>): string {
  const paper = PaperSchema.safeParse(query.size ?? '70x37');
  if (!paper.success || paper.data.kind !== 'roll')
    throw new GatewayProblem('REQUEST_INVALID', 'size is WIDTHxHEIGHT in millimetres, 15 to 300');
  return `${paper.data.size.width}x${paper.data.size.height}`;
}

async function draw(
  { labels, settings }: HttpParts,
  { name, format, size }: { readonly name: LotName; readonly format: Format; readonly size: string },
): Promise<Buffer> {
  const subject = await labels.subject(name);
  if (!subject) throw unknownLot();
  const [fonts, publicUrl, paper] = [await labels.fonts(), settings.publicUrl(), PaperSchema.parse(size)];
  if (format === 'pdf' || format === 'zpl') {
    const chunks: Buffer[] = [];
    const write = async (bytes: Buffer): Promise<void> => void chunks.push(bytes);
    await printLabels({ subject, serials: once(), format, paper, dotsPerMm, fonts, publicUrl, write });
    return Buffer.concat(chunks);
  }
  const layout = await layoutLabel(subject, { size: labelSizeOf(paper), fonts, publicUrl });
  if (format === 'svg') return Buffer.from(renderSvgLabel(layout, undefined));
  const all = [...layout.fixed, ...layout.partsOf(undefined)];
  return drawParts(all, { size: layout.size, dotsPerMm, font: fonts.chinese }).toPng();
}

async function* once(): AsyncGenerator<undefined> {
  yield undefined;
}
