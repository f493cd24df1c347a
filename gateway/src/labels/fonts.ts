import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { FontError, OutlineFont } from './outline.ts';
import { sfntOfWoff } from './woff.ts';

/** Where 中文 fonts usually lie, with the face for simplified characters. */
const usualPlaces: readonly string[] = [
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#2',
  '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc#2',
  '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc#2',
  '/usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc#2',
  '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
  '/System/Library/Fonts/STHeiti Light.ttc#1',
  'C:\\Windows\\Fonts\\msyh.ttc',
];

/** The fonts of a label. */
export interface LabelFonts {
  readonly chinese: OutlineFont;
  /** Opened where a name has traditional Mongolian. */
  readonly mongolian: () => Promise<OutlineFont>;
}

/**
 * The font of `place` (`file` or `file#face`), or the first of the usual ones. Throws FontError where there is none: a label without its name would be
 * worse than no label.
 */
export async function openFonts(place?: string): Promise<LabelFonts> {
  const places = place === undefined ? usualPlaces : [place];
  for (const one of places) {
    const bytes = await readIfThere(one.split('#')[0] ?? one);
    if (bytes) return { chinese: openFace(bytes, one), mongolian: openMongolian };
  }
  throw new FontError(
    place === undefined
      ? 'no font for 中文 was found: install Noto Sans CJK (fonts-noto-cjk), or name a font file in MENGSU_LABEL_FONT'
      : `there is no font file ${place}`,
  );
}

function openFace(bytes: Uint8Array, place: string): OutlineFont {
  const font = new OutlineFont(bytes, Number(place.split('#')[1] ?? 0));
  // A file that is no font has no glyph for anything.
  font.outline('码');
  return font;
}

const require = createRequire(import.meta.url);

async function openMongolian(): Promise<OutlineFont> {
  const file = require.resolve(
    '@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff',
  );
  return new OutlineFont(sfntOfWoff(await readFile(file)));
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}
