/** GS1 Digital Link URI of a lot (GS1 Digital Link URI Syntax 1.4 §4): AI 01 and AI 10 as path, the lot number percent-encoded. */
export function lotUri(
  publicUrl: string,
  { gtin, lot }: { readonly gtin: string; readonly lot: string },
): string {
  return `${publicUrl}/01/${gtin}/10/${encodeAi(lot)}`;
}

/** GS1 Digital Link URI of one piece: AI 21 after AI 10. A serial of ours needs no encoding. */
export const itemUri = (
  publicUrl: string,
  { serial, ...lot }: { readonly gtin: string; readonly lot: string; readonly serial: string },
): string => `${lotUri(publicUrl, lot)}/21/${encodeAi(serial)}`;

/** encodeURIComponent leaves `!'()*` as they are; the syntax wants them encoded. */
function encodeAi(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
