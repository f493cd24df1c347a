import type { DeviceRole, PublicKey } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** A signing device as the index knows it. Instants are RFC 3339. */
export interface DeviceAnswer {
  readonly kid: string;
  readonly party: string;
  readonly role: DeviceRole;
  readonly key: PublicKey;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly revokedAt?: string;
}

/** Which of these devices are enrolled, by key id; the others are absent. */
export async function readDevices(
  db: Queryable,
  kids: Iterable<string>,
): Promise<ReadonlyMap<string, DeviceAnswer>> {
  const rows = await inGroups(kids, (group) =>
    db.selectFrom('devices').selectAll().where('kid', 'in', group).execute(),
  );
  return new Map(
    rows.map((row) => [
      row.kid,
      {
        kid: row.kid,
        party: row.party,
        // Written from a parsed event only.
        role: row.role as DeviceRole,
        key: { x: row.x, y: row.y },
        validFrom: row.valid_from,
        ...(row.valid_until === null ? {} : { validUntil: row.valid_until }),
        ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
      },
    ]),
  );
}
