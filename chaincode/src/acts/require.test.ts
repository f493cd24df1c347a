import { describe, expect, it } from 'vitest';
import {
  type DeviceRecord,
  deviceRoles,
  organisations,
  type PartyRecord,
  partyRoles,
} from '../model/index.ts';
import type { Scene, Signer } from './act.ts';
import {
  isCertifier,
  isOperatorOf,
  isRegistrarOf,
  isRegulator,
  requireCertifierAndRegulator,
} from './require.ts';

type Organisation = PartyRecord['organisation'];

const key = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } as const;
const signerOf = (
  role: DeviceRecord['role'],
  organisation: Organisation,
  roles: PartyRecord['roles'],
  party = 'p',
): Signer => ({
  kid: 'k',
  device: { party, key, role, validFrom: '2026-09-01T00:00:00.000Z' },
  party: {
    ...{ organisation, roles, division: '150000', names: { zh: '某' }, state: 'active' },
    enrolledAt: '2026-09-01T00:00:00.000Z',
  },
});

const everySigner = deviceRoles.flatMap((device) =>
  organisations.flatMap((organisation) =>
    partyRoles.map((party) => ({
      device,
      organisation,
      party,
      signer: signerOf(device, organisation, [party]),
    })),
  ),
);
const whoIs = (test: (signer: Signer) => boolean): string[] =>
  everySigner
    .filter(({ signer }) => test(signer))
    .map(({ device, organisation, party }) => `${device} of a ${party} of ${organisation}`);

describe('who signs', () => {
  it('is a certifier by device, organisation and role, all three', () => {
    expect(whoIs(isCertifier)).toEqual(['operator of a certifier of BrandMSP']);
  });

  it('is a regulator by device, organisation and role, all three', () => {
    expect(whoIs(isRegulator)).toEqual(['operator of a regulator of RegulatorMSP']);
  });

  it('is a registrar of an organisation by its device, whatever its party does', () => {
    expect(whoIs(isRegistrarOf('TradeMSP'))).toEqual(
      partyRoles.map((party) => `registrar of a ${party} of TradeMSP`),
    );
  });

  it('is an operator of a party, and no other device of it', () => {
    const roles = deviceRoles.filter((role) => isOperatorOf('p')(signerOf(role, 'TradeMSP', [])));
    expect(roles).toEqual(['operator']);
    expect(isOperatorOf('q')(signerOf('operator', 'TradeMSP', []))).toBe(false);
  });

  it('mints trust as a certifier with a regulator beside it, and as nobody else', () => {
    const codeOf = (signer: Signer, cosigners: Signer[]): string => {
      try {
        // The rest of a scene is not asked.
        requireCertifierAndRegulator({ signer, cosigners } as unknown as Scene);
        return 'allowed';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const certifier = signerOf('operator', 'BrandMSP', ['certifier']);
    const regulator = signerOf('operator', 'RegulatorMSP', ['regulator']);
    const allowed = everySigner.filter(({ signer }) => codeOf(signer, [regulator]) === 'allowed');
    expect(allowed).toMatchObject([{ device: 'operator', organisation: 'BrandMSP', party: 'certifier' }]);
    const beside = everySigner.filter(({ signer }) => codeOf(certifier, [signer]) === 'allowed');
    expect(beside).toMatchObject([{ device: 'operator', organisation: 'RegulatorMSP', party: 'regulator' }]);
    expect(codeOf(regulator, [regulator])).toBe('ROLE_NOT_ALLOWED');
    expect(codeOf(certifier, [])).toBe('COSIGNER_MISSING');
  });
});
