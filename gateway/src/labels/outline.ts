import { Blob, Face, Font, shape, Buffer as TextBuffer } from 'harfbuzzjs';

/** A move, line or curve (quadratic, cubic) in units of the font size, y downwards from the baseline; `Z` closes. */
export interface Command {
  readonly draw: 'M' | 'L' | 'Q' | 'C' | 'Z';
  readonly points: readonly number[];
}
/** A line of text as shapes, so that it looks the same wherever it is drawn. */
export interface Outline {
  readonly commands: readonly Command[];
  /** In units of the font size. */
  readonly width: number;
}

/** A font cannot be used for a label; the message is one sentence for whoever prints. Text is never left out. */
export class FontError extends Error {
  override readonly name = 'FontError';
}

/** Shapes text of one font with HarfBuzz: joins, ligatures and the forms of Mongolian letters. */
export class OutlineFont {
  readonly #font: Font;
  readonly #unitsPerEm: number;

  constructor(bytes: Uint8Array, faceIndex = 0) {
    const face = new Face(new Blob(bytes), faceIndex);
    this.#font = new Font(face);
    this.#unitsPerEm = face.upem;
  }

  /** Throws FontError where the font lacks a character. */
  outline(text: string): Outline {
    const buffer = new TextBuffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    shape(this.#font, buffer);
    const positions = buffer.getGlyphPositions();
    const commands: Command[] = [];
    let pen = 0;
    for (const [index, { codepoint: glyph, cluster }] of buffer.getGlyphInfos().entries()) {
      if (glyph === 0)
        throw new FontError(`the font has no 「${[...text.slice(cluster)][0]}」 of 「${text}」`);
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      commands.push(...this.#glyph(glyph, pen + xOffset, yOffset));
      pen += xAdvance;
    }
    return { commands, width: pen / this.#unitsPerEm };
  }

  #glyph(glyph: number, left: number, up: number): Command[] {
    return [...this.#font.glyphToPath(glyph).matchAll(/([MLQCZ])([^MLQCZ]*)/g)].map(
      ([, draw = 'Z', numbers = '']) => ({
        draw: draw as Command['draw'],
        points: (numbers.match(/-?[\d.]+/g) ?? []).map(
          (number, index) =>
            (index % 2 === 0 ? Number(number) + left : -(Number(number) + up)) / this.#unitsPerEm,
        ),
      }),
    );
  }
}

/** The same turned a quarter to the right: the first letter above, the foot of the line to the left. */
export const turned = ({ commands, width }: Outline): Outline => ({
  width,
  commands: commands.map(({ draw, points }) => ({
    draw,
    points: points.map((_, index) =>
      index % 2 === 0 ? -(points[index + 1] ?? 0) : (points[index - 1] ?? 0),
    ),
  })),
});
