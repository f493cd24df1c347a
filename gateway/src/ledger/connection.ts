import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OrganisationSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';

const FilesSchema = z.object({ certificateFile: z.string(), privateKeyFile: z.string() });

const PeerSchema = z.object({
  endpoint: z.string().min(3),
  tlsCaFile: z.string(),
  tlsServerName: z.string(),
});

/** `connection.json`: where a ledger is and with which files each organisation speaks to it. Unknown keys are for others. */
const ConnectionSchema = z.object({
  channel: z.string().min(1),
  chaincode: z.string().min(1),
  gateway: PeerSchema,
  /** Others that may be asked while that one is away, the nearest first. */
  others: z.array(PeerSchema).max(32).default([]),
  organisations: z
    .array(z.object({ mspId: OrganisationSchema, gateway: FilesSchema, admin: FilesSchema.optional() }))
    .min(1),
  /** One process or one machine holds every organisation's keys. */
  demonstration: z.boolean().default(false),
  ground: z.enum(['devnet', 'fabric']).default('devnet'),
});
export type Connection = z.infer<typeof ConnectionSchema>;
/** A peer's Gateway service, and how it is known by TLS. */
export type PeerAddress = z.infer<typeof PeerSchema>;

/** Who speaks: an organisation's certificate and its key, both PEM. */
export interface LedgerIdentity {
  readonly mspId: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** Reads the file. Throws with a sentence that names the file and what is wrong with it. */
export function readConnection(file: string): Connection {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  const parsed = ConnectionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${file} is no connection file: ${issue?.path.join('.')} ${issue?.message}`);
}

/** The client identity of an organisation's gateway. Throws when the file names no such organisation. */
export function gatewayIdentity(connection: Connection, mspId: string): LedgerIdentity {
  const files = connection.organisations.find((organisation) => organisation.mspId === mspId)?.gateway;
  if (!files) throw new Error(`the connection file names no identity of ${mspId}`);
  return readIdentity(mspId, files);
}

/** When the identity's certificate ends. Throws where it is none. */
export const certificateEnd = ({ certificatePem }: LedgerIdentity): Date =>
  new X509Certificate(certificatePem).validToDate;

export function readIdentity(
  mspId: string,
  files: { readonly certificateFile: string; readonly privateKeyFile: string },
): LedgerIdentity {
  return {
    mspId,
    certificatePem: readFileSync(files.certificateFile, 'utf8'),
    privateKeyPem: readFileSync(files.privateKeyFile, 'utf8'),
  };
}
