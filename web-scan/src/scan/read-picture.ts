/** What of the Shape Detection API is used here; TypeScript's library does not know it. */
interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

const wanted = ['qr_code', 'data_matrix'];
let native: Promise<Detector | undefined> | undefined;

/** The text of a code in a picture, read on this device; undefined where there is none. The browser's own reader is asked first, where it has one. */
export async function readPicture(
  source: CanvasImageSource,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<string | undefined> {
  native ??= nativeDetector();
  const detector = await native;
  const text = detector && (await readNatively(detector, source));
  if (text !== undefined) return text;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { decodePixels } = await import('./decode-pixels.ts');
  return decodePixels(context.getImageData(0, 0, canvas.width, canvas.height));
}

async function nativeDetector(): Promise<Detector | undefined> {
  if (!('BarcodeDetector' in globalThis)) return undefined;
  const { BarcodeDetector } = globalThis as unknown as { readonly BarcodeDetector: DetectorClass };
  const supported = await BarcodeDetector.getSupportedFormats();
  const formats = wanted.filter((format) => supported.includes(format));
  return formats.length > 0 ? new BarcodeDetector({ formats }) : undefined;
}

async function readNatively(detector: Detector, source: CanvasImageSource): Promise<string | undefined> {
  try {
    return (await detector.detect(source))[0]?.rawValue;
  } catch (error) {
    // A picture that is not ready yet, or a service that the phone lacks: the other reader is asked.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
