/** docs/proof.md, Bundle, Limits. */
export const limits = {
  bundleBytesMax: 512 * 1024,
  depthMax: 300,
  eventsMax: 400,
  subjectsMax: 400,
  payloadBytesMax: 64 * 1024,
  payloadDepthMax: 8,
  signaturesMax: 8,
  breachesMax: 64,
  /** Holds, and recalls, that a lot names. */
  marksMax: 400,
  claimsMax: 64,
  noteCharactersMax: 4096,
  organisationsMax: 16,
  /** A tree of 2^53 leaves is this high; a consistency path is no longer than twice that. */
  pathMax: 106,
  transformInputsMax: 256,
  codesPerSetMax: 10_000_000,
  codePathMax: 24,
  /** A checkpoint's clock may be this far ahead of the reader's. */
  aheadMs: 5 * 60_000,
  freshMs: 10 * 60_000,
  oldMs: 24 * 60 * 60_000,
} as const;
