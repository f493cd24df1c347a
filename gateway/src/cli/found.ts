import { readFileSync } from 'node:fs';
import { parseDocument, ReceiptSchema, type SignedDocument } from '@mengsu/chaincode/model';
import type { Config } from '../config.ts';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import type { Connection } from '../ledger/index.ts';
import { FabricLedger, readConnection, readIdentity } from '../ledger/index.ts';
import { type FoundingFiles, signFounding } from './founding-document.ts';

export interface FoundOptions extends FoundingFiles {
  /** MSP id; needed where no document says it. */
  readonly organisation?: string;
  /** Files of signed documents with one `found` event each; without them one is made from the key files. */
  readonly document?: readonly string[];
  /** PEM files; default: the organisation's admin of the connection file. */
  readonly adminCertificate?: string;
  readonly adminKey?: string;
}

/** An organisation that is on the ledger now. */
export interface Founded {
  readonly organisation: string;
  /** The founding event's id. */
  readonly id: string;
  readonly status: string;
}

/**
 * Founds organisations on the ledger, one after another: submits each signed founding as its organisation's admin and waits until it is VALID. Again is no error.
 * Throws with the ledger's refusal.
 */
export async function* found(config: Config, options: FoundOptions): AsyncGenerator<Founded> {
  const connection = readConnection(config.connectionFile);
  for (const document of await documentsOf(options)) {
    const organisation = foundedBy(await parseDocument(document, nodeCrypto));
    if (options.organisation !== undefined && options.organisation !== organisation)
      throw new Error(`the document founds ${organisation}, not ${options.organisation}`);
    const ledger = new FabricLedger(connection, {
      identity: readIdentity(organisation, adminFiles(connection, organisation, options)),
      endorseDeadlineMs: config.endorseDeadlineMs,
      submitDeadlineMs: config.submitDeadlineMs,
      streamSilenceMs: config.streamSilenceMs,
      onStreamFault: (fault) => {
        throw fault;
      },
    });
    try {
      yield { organisation, ...(await submitUntilValid(ledger, document)) };
    } finally {
      ledger.close();
    }
  }
}

async function documentsOf(options: FoundOptions): Promise<string[]> {
  if (options.document !== undefined) return options.document.map((file) => readFileSync(file, 'utf8'));
  if (options.organisation === undefined)
    throw new Error('give --document, or --organisation and its key files');
  return [await signFounding(options.organisation, options)];
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

/** The organisation that a document founds. */
function foundedBy({ events }: SignedDocument): string {
  const [event, ...others] = events.map((signed) => signed.event);
  if (event?.act !== 'found' || others.length > 0)
    throw new Error('the document must hold one event, of act found');
  return event.organisation;
}

function adminFiles(
  connection: Connection,
  organisation: string,
  { adminCertificate, adminKey }: FoundOptions,
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
