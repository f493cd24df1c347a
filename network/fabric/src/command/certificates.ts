import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type OrganisationName,
  organisations,
  renewOrganisation,
  revokeCertificates,
} from '../../../identities/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import { requireMade } from '../made.ts';
import type { Places } from '../places.ts';
import { writeWhole } from '../prepare.ts';

/** Certifies all keys of the named organisations anew; what runs goes on with what it has read. @throws FabricError, IdentityFolderError */
export async function renew(
  places: Places,
  by: string | undefined,
  say: (line: string) => void,
): Promise<void> {
  requireMade(places);
  if (by === undefined) throw new FabricError('--by is missing: names of organisations were expected');
  for (const name of by.split(',').map(organisationName)) {
    const end = await renewOrganisation(places.identities, name);
    say(`${name}: certificates until ${end.toISOString().slice(0, 10)}; its nodes read them when they start`);
  }
}

/** Which certificate of which organisation, as on the command line. */
export interface Revoked {
  readonly by?: string | undefined;
  readonly certificate?: string | undefined;
}

/** Writes a revocation list of one organisation that names one certificate. @throws FabricError, IdentityFolderError */
export async function writeRevocationList(
  places: Places,
  { out, ...revoked }: Revoked & { readonly out?: string },
): Promise<void> {
  if (out === undefined) throw new FabricError('--out is missing: a file was expected');
  await writeWhole(path.resolve(out), (await makeRevocationList(places, revoked)).list);
}

/** The list, in PEM, and whose it is. @throws FabricError, IdentityFolderError */
export async function makeRevocationList(
  places: Places,
  { by, certificate }: Revoked,
): Promise<{ readonly name: OrganisationName; readonly list: string }> {
  requireMade(places);
  if (by === undefined || certificate === undefined)
    throw new FabricError('--by and --certificate were expected: an organisation and a PEM file');
  const name = organisationName(by);
  const pem = await readFile(path.resolve(certificate), 'utf8').catch((error: Error) => {
    throw new FabricError(`${certificate} cannot be read: ${error.message}`);
  });
  return { name, list: await revokeCertificates(places.identities, name, [pem]) };
}

function organisationName(text: string): OrganisationName {
  const found = organisations.find(({ name }) => name === text);
  if (!found) throw new FabricError(`there is no organisation ${text}`);
  return found.name;
}
