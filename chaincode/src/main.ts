import './jitless.ts';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type ServerOptions, serveChaincode } from './server.ts';

/**
 * The chaincode's process, beside a peer. Environment:
 * CHAINCODE_SERVER_ADDRESS `host:port` · CHAINCODE_ID package id · CHAINCODE_NAME the committed definition's, `mengsu` if not said · CHAINCODE_TLS_KEY, CHAINCODE_TLS_CERT, CHAINCODE_TLS_CLIENT_CA: PEM files, all or none.
 */
const EnvironmentSchema = z
  .object({
    CHAINCODE_SERVER_ADDRESS: z.string().regex(/^.+:\d{1,5}$/),
    CHAINCODE_ID: z.string().min(1),
    CHAINCODE_NAME: z.string().min(1).default('mengsu'),
    CHAINCODE_TLS_KEY: z.string().optional(),
    CHAINCODE_TLS_CERT: z.string().optional(),
    CHAINCODE_TLS_CLIENT_CA: z.string().optional(),
  })
  .refine(
    (it) =>
      new Set([it.CHAINCODE_TLS_KEY, it.CHAINCODE_TLS_CERT, it.CHAINCODE_TLS_CLIENT_CA].map(Boolean)).size ===
      1,
    {
      error: 'CHAINCODE_TLS_KEY, CHAINCODE_TLS_CERT and CHAINCODE_TLS_CLIENT_CA go together',
    },
  )
  .refine(
    (it) =>
      it.CHAINCODE_TLS_KEY !== undefined ||
      /^(127\.0\.0\.1|localhost|\[::1\]):/.test(it.CHAINCODE_SERVER_ADDRESS),
    {
      error: 'without TLS the address must be on loopback',
    },
  );

function parseOptions(environment: NodeJS.ProcessEnv): ServerOptions {
  const parsed = EnvironmentSchema.safeParse(environment);
  if (!parsed.success)
    throw new Error(
      `chaincode: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    );
  const {
    CHAINCODE_TLS_KEY: key,
    CHAINCODE_TLS_CERT: certificate,
    CHAINCODE_TLS_CLIENT_CA: clientCa,
  } = parsed.data;
  const tls =
    key && certificate && clientCa
      ? { key: readFileSync(key), certificate: readFileSync(certificate), clientCa: readFileSync(clientCa) }
      : undefined;
  const {
    CHAINCODE_SERVER_ADDRESS: address,
    CHAINCODE_ID: chaincodeId,
    CHAINCODE_NAME: chaincodeName,
  } = parsed.data;
  return { address, chaincodeId, chaincodeName, tls };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
try {
  await serveChaincode(parseOptions(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
