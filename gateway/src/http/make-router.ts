import { Router } from 'express';

/** One spelling for one address: routers do not take this from the application. */
export const makeRouter = (): Router => Router({ caseSensitive: true, strict: true });
