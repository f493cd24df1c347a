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

/** Writes a revocation list of one organisation that names one certificate. @throws FabricError, IdentityFolderError */
export async function revoke(
  places: Places,
  { by, certificate, out }: { readonly by?: string; readonly certificate?: string; readonly out?: string },
): Promise<void> {
  requireMade(places);
  if (by === undefined || certificate === undefined || out === undefined)
    throw new FabricError('--by, --certificate and --out were expected: an organisation and two files');
  const pem = await readFile(path.resolve(certificate), 'utf8').catch((error: Error) => {
    throw new FabricError(`${certificate} cannot be read: ${error.message}`);
  });
  await writeWhole(
    path.resolve(out),
    await revokeCertificates(places.identities, organisationName(by), [pem]),
  );
}

function organisationName(text: string): OrganisationName {
  const found = organisations.find(({ name }) => name === text);
  if (!found) throw new FabricError(`there is no organisation ${text}`);
  return found.name;
}
