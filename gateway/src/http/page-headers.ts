/**
 * What every page behind a code has: it is for every origin, uses no camera, and tells nobody where the reader came from. Pages differ by language,
 * by encoding, and by the app that they are read in.
 */
export const pageHeaders = (policy: string): Readonly<Record<string, string>> => ({
  'Access-Control-Allow-Origin': '*',
  'Content-Security-Policy': policy,
  'Permissions-Policy': 'camera=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept, Accept-Language, Accept-Encoding, User-Agent',
});
