/**
 * The letters of the Mongolian page: Noto Sans Mongolian (SIL Open Font License 1.1), cut to the letters and signs of traditional Mongolian.
 * The gateway cuts it (gateway/src/http/mongolian-font.ts) and serves it under the digest of its bytes, which a test compares.
 */
export const mongolianFontPath = '/fonts/mongolian.ypP_KF4nPVs7m5uN.woff2';
