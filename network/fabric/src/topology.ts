import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type OrganisationName, organisations } from '../../identities/src/index.ts';
import { FabricError } from './fabric-error.ts';

const port = z.int().min(1024).max(65_535);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);
const host = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/);

const folder = z.string().regex(/^(\/[A-Za-z0-9._-]{1,64}){1,8}$/);

const mspIds = organisations.map(({ mspId }) => mspId);

const OrganisationSchema = z.strictObject({
  mspId: z.enum(mspIds as [MspId, ...MspId[]]),
  /** A DNS name or an IPv4 address that the other hosts reach. */
  host,
  /** Two ports for chaincode processes: a new version starts beside the one that serves. Both listen on loopback. */
  peer: z.strictObject({ port, operationsPort: port, chaincodePorts: z.tuple([port, port]) }),
  orderer: z.strictObject({ port, operationsPort: port, adminPort: port }),
});

const TopologySchema = z.strictObject({
  channel: name,
  /** The chaincode's name on the channel. */
  chaincode: name,
  /** For `fabric:render`, the same on every host: the nodes' data, Fabric's programs, and a checkout of this project after `npm ci`. */
  installed: z.strictObject({ data: folder, fabric: folder, project: folder }),
  organisations: z.array(OrganisationSchema).length(mspIds.length),
});

export type MspId = (typeof organisations)[number]['mspId'];
export type Topology = Omit<z.infer<typeof TopologySchema>, 'organisations'> & {
  readonly organisations: readonly Organisation[];
};
/** One organisation of the topology and the name of its folder. */
export type Organisation = z.infer<typeof OrganisationSchema> & { readonly name: OrganisationName };

/**
 * Reads a topology: which organisation is where. Answers the organisations in the order of their orderers' consenter ids.
 * @throws FabricError with one sentence: the file, the place in it, what was expected.
 */
export function readTopology(file: string): Topology {
  return parseTopology(readJson(file), file);
}

/** `source` names the value in refusals. @throws FabricError */
export function parseTopology(value: unknown, source: string): Topology {
  const parsed = TopologySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FabricError(
      `${source} does not fit: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
    );
  }
  const topology = {
    ...parsed.data,
    organisations: organisations.map((known) => {
      const [found, twice] = parsed.data.organisations.filter(({ mspId }) => mspId === known.mspId);
      if (!found || twice)
        throw new FabricError(
          `${source} does not fit: it names ${known.mspId} ${twice ? 'twice' : 'nowhere'}`,
        );
      return { ...found, name: known.name };
    }),
  };
  refuseSamePorts(topology, source);
  return topology;
}

/** Every port of an organisation's nodes, and what it is for. */
export function portsOf({ peer, orderer, name: owner }: Organisation): { port: number; use: string }[] {
  return [
    { port: peer.port, use: `${owner} peer` },
    { port: peer.operationsPort, use: `${owner} peer operations` },
    ...peer.chaincodePorts.map((port, slot) => ({ port, use: `${owner} chaincode ${slot}` })),
    { port: orderer.port, use: `${owner} orderer` },
    { port: orderer.operationsPort, use: `${owner} orderer operations` },
    { port: orderer.adminPort, use: `${owner} orderer admin` },
  ];
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\./.test(host);
}

function refuseSamePorts(topology: Topology, source: string): void {
  const users = new Map<string, string>();
  for (const organisation of topology.organisations) {
    for (const { port, use } of portsOf(organisation)) {
      const address = `${organisation.host}:${port}`;
      const other = users.get(address);
      if (other !== undefined)
        throw new FabricError(`${source} does not fit: ${address} is given to ${other} and to ${use}`);
      users.set(address, use);
    }
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FabricError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
