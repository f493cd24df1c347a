import { readFileSync } from 'node:fs';
import { parseDocument, ReceiptSchema, type SignedDocument } from '@mengsu/chaincode/model';
import type { Config } from '../config.ts';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import type { Connection } from '../ledger/index.ts';
import { FabricLedger, readConnection, readIdentity } from '../ledger/index.ts';
import { type FoundingFiles, signFounding } from './founding-document.ts';

export interface FoundOptions extends FoundingFiles {
  readonly organisation: string;
  /** A signed document with one `found` event; without it one is made from the key files. */
  readonly document?: string;
  /** PEM files; default: the organisation's admin of the connection file. */
  readonly adminCertificate?: string;
  readonly adminKey?: string;
}

/**
 * Founds an organisation on the ledger: submits its signed founding as the organisation's admin and waits until it is VALID. Again is no error.
 * Returns the event's id and what became of it. Throws with the ledger's refusal.
 */
export async function found(config: Config, options: FoundOptions): Promise<{ id: string; status: string }> {
  const document =
    options.document === undefined
      ? await signFounding(options.organisation, options)
      : readFileSync(options.document, 'utf8');
  requireFounding(await parseDocument(document, nodeCrypto), options.organisation);
  const connection = readConnection(config.connectionFile);
  const ledger = new FabricLedger(connection, {
    identity: readIdentity(options.organisation, adminFiles(connection, options)),
    endorseDeadlineMs: config.endorseDeadlineMs,
    submitDeadlineMs: config.submitDeadlineMs,
    streamSilenceMs: config.streamSilenceMs,
    onStreamFault: (fault) => {
      throw fault;
    },
  });
  try {
    return await submitUntilValid(ledger, document);
  } finally {
    ledger.close();
  }
}

const attemptsMax = 5;
const conflictCodes = [11, 12];

/** Two foundings at once read the same records; the second one is endorsed again. */
async function submitUntilValid(
  ledger: FabricLedger,
  document: string,
): Promise<{ id: string; status: string }> {
  for (let attempt = 1; ; attempt++) {
    const { txId, code, response } = await ledger.submitAndWait(document);
    const result = ReceiptSchema.parse(JSON.parse(response)).results[0];
    if (code === 0 && result) return { id: result.id, status: result.status };
    if (!conflictCodes.includes(code) || attempt === attemptsMax) {
      throw new Error(`transaction ${txId} is not VALID, its code is ${code}`);
    }
  }
}

function requireFounding({ events }: SignedDocument, organisation: string): void {
  const [event, ...others] = events.map((signed) => signed.event);
  if (event?.act !== 'found' || others.length > 0)
    throw new Error('the document must hold one event, of act found');
  if (event.organisation !== organisation)
    throw new Error(`the document founds ${event.organisation}, not ${organisation}`);
}

function adminFiles(
  connection: Connection,
  { organisation, adminCertificate, adminKey }: FoundOptions,
): { certificateFile: string; privateKeyFile: string } {
  if (adminCertificate !== undefined && adminKey !== undefined)
    return { certificateFile: adminCertificate, privateKeyFile: adminKey };
  const admin = connection.organisations.find(({ mspId }) => mspId === organisation)?.admin;
  if (!admin) {
    throw new Error(
      `the connection file names no admin of ${organisation}: give --admin-certificate and --admin-key`,
    );
  }
  return admin;
}
