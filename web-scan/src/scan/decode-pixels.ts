import { decodeQR } from 'qr/decode.js';

/** The text of the QR code in pixels (RGBA); undefined where none is found. */
export function decodePixels(pixels: {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}): string | undefined {
  try {
    const text: unknown = decodeQR(pixels);
    return typeof text === 'string' ? text : undefined;
  } catch (error) {
    // The decoder throws an Error of its own for every picture without a whole code.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
