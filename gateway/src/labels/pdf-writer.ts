import { deflateSync } from 'node:zlib';

export const pointsPerMm = 72 / 25.4;

/** Takes bytes in their order; resolves when more may come. */
export type Write = (bytes: Buffer) => Promise<void>;

/**
 * A PDF 1.4 that is written page by page (ISO 32000-1), in millimetres with y downwards. It knows shapes, one-bit pictures, and ASCII in Helvetica, which
 * every reader has. What is on each label is a form that is written once and drawn again: that, and flat memory, is what general libraries do not give.
 */
export class PdfWriter {
  readonly #write: Write;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #offsets: number[] = [];
  readonly #pages: number[] = [];
  #offset = 0;
  #form: number | undefined;

  constructor(write: Write, size: { readonly width: number; readonly height: number }) {
    this.#write = write;
    this.#size = size;
  }

  /** Begins the file with what `/Fixed Do` draws. */
  async begin(fixed: string): Promise<void> {
    // The second line tells programs that the file is not text.
    await this.#put(Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1'));
    await this.#object(
      fontNumber,
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
    );
    this.#form = fontNumber + 1;
    await this.#stream(this.#form, '/Type/XObject/Subtype/Form/BBox[0 0 300 300]', fixed);
  }

  async page(content: string): Promise<void> {
    const number = fontNumber + 2 + 2 * this.#pages.length;
    const [width, height] = [this.#size.width * pointsPerMm, this.#size.height * pointsPerMm];
    const upright = `${pointsPerMm.toFixed(6)} 0 0 ${(-pointsPerMm).toFixed(6)} 0 ${height.toFixed(3)} cm\n`;
    await this.#object(
      number,
      `<</Type/Page/Parent ${pagesNumber} 0 R/MediaBox[0 0 ${width.toFixed(3)} ${height.toFixed(3)}]/Contents ${number + 1} 0 R/Resources<</Font<</F ${fontNumber} 0 R>>/XObject<</Fixed ${this.#form} 0 R>>>>>>`,
    );
    await this.#stream(number + 1, '', upright + content);
    this.#pages.push(number);
  }

  async end(): Promise<void> {
    const kids = this.#pages.map((number) => `${number} 0 R`).join(' ');
    await this.#object(pagesNumber, `<</Type/Pages/Kids[${kids}]/Count ${this.#pages.length}>>`);
    await this.#object(catalogueNumber, `<</Type/Catalog/Pages ${pagesNumber} 0 R>>`);
    const table = this.#offset;
    const rows = this.#offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    await this.#put(
      Buffer.from(
        `xref\n0 ${this.#offsets.length}\n0000000000 65535 f \n${rows.join('')}trailer\n<</Size ${this.#offsets.length}/Root ${catalogueNumber} 0 R>>\nstartxref\n${table}\n%%EOF\n`,
      ),
    );
  }

  async #object(number: number, text: string): Promise<void> {
    this.#offsets[number] = this.#offset;
    await this.#put(Buffer.from(`${number} 0 obj\n${text}\nendobj\n`, 'latin1'));
  }

  async #stream(number: number, entries: string, content: string): Promise<void> {
    const data = deflateSync(Buffer.from(content, 'latin1'));
    this.#offsets[number] = this.#offset;
    const head = `${number} 0 obj\n<<${entries}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`;
    await this.#put(Buffer.concat([Buffer.from(head), data, Buffer.from('\nendstream\nendobj\n')]));
  }

  async #put(bytes: Buffer): Promise<void> {
    this.#offset += bytes.length;
    await this.#write(bytes);
  }
}

const catalogueNumber = 1;
const pagesNumber = 2;
const fontNumber = 3;
