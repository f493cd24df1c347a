import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../store/open-store.ts';
import { type Report, ReportSchema } from './report.ts';
import { type DeskOptions, ReportDesk } from './report-desk.ts';
import { openSeal } from './seal.ts';

/** A desk over a store, with a key of its own. */
export function makeTestDesk(store: Store, options: Partial<DeskOptions> = {}): ReportDesk {
  const seal = openSeal(join(mkdtempSync(join(tmpdir(), 'desk-')), 'reports-key'));
  return new ReportDesk({ store, seal, keepDays: 365, reportsMax: 1_000, ...options });
}

export const secretWords = '包装里有异物，购于东街超市';
export const secretContact = 'reader@mail.example';

export const makeReport = (changes: Partial<Report> = {}): Report =>
  ReportSchema.parse({
    kind: 'complaint',
    matter: 'condition',
    text: secretWords,
    contact: secretContact,
    nonce: randomBytes(16).toString('base64url'),
    ...changes,
  });
