import 'reflect-metadata';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { common, msp } from '@hyperledger/fabric-protos';
import * as x509 from '@peculiar/x509';
import { groupNames } from '../ledger/channel-config.ts';
import { makeSigner } from '../ledger/signer.ts';
import type { OrganisationName, Signer } from '../ports.ts';
import { type TestNetwork, testChannel } from './test-network.ts';

/** A list in PEM, signed by an organisation's own authority, as Fabric wants it. */
export async function makeRevocationList(
  network: TestNetwork,
  organisation: OrganisationName,
  certificatePem: string,
): Promise<Uint8Array> {
  const folder = path.join(network.folder, 'identities', organisation, 'ca');
  const authority = new x509.X509Certificate(await readFile(path.join(folder, 'cert.pem'), 'utf8'));
  const key = createPrivateKey(await readFile(path.join(folder, 'priv_sk'), 'utf8'));
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const crl = await x509.X509CrlGenerator.create({
    issuer: authority.subject,
    thisUpdate: new Date(),
    nextUpdate: new Date(Date.now() + 86_400_000),
    signingAlgorithm: algorithm,
    signingKey: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    entries: [
      {
        serialNumber: new X509Certificate(certificatePem).serialNumber.toLowerCase(),
        revocationDate: new Date(),
      },
    ],
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(authority)],
  });
  return Buffer.from(crl.toString('pem').replaceAll(' CRL-----', ' X509 CRL-----'));
}

export interface TestUpdate {
  readonly current: common.Config;
  readonly mspId: string;
  readonly lists: readonly Uint8Array[];
  readonly signers: readonly Signer[];
  readonly groups?: readonly string[];
  readonly channel?: string;
  /** Changes the group that is written. */
  readonly tamper?: (channelGroup: common.ConfigGroup) => void;
  readonly creator: Signer;
}

/** A CONFIG_UPDATE envelope that gives an organisation revocation lists, right unless a test makes it wrong. */
export function buildConfigUpdate(spec: TestUpdate): Uint8Array {
  const written = new common.ConfigGroup();
  for (const name of spec.groups ?? groupNames) {
    const known = spec.current.getChannelGroup()?.getGroupsMap().get(name)?.getGroupsMap().get(spec.mspId);
    const organisation = new common.ConfigGroup();
    organisation.getValuesMap().set('MSP', withLists(known?.getValuesMap().get('MSP'), spec.lists));
    const group = new common.ConfigGroup();
    group.getGroupsMap().set(spec.mspId, organisation);
    written.getGroupsMap().set(name, group);
  }
  spec.tamper?.(written);
  const update = new common.ConfigUpdate();
  update.setChannelId(spec.channel ?? testChannel);
  update.setReadSet(new common.ConfigGroup());
  update.setWriteSet(written);
  const updateBytes = update.serializeBinary();
  const content = new common.ConfigUpdateEnvelope();
  content.setConfigUpdate(updateBytes);
  content.setSignaturesList(spec.signers.map((signer) => signUpdate(signer, updateBytes)));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG_UPDATE);
  channelHeader.setChannelId(testChannel);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(spec.creator));
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(content.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(spec.creator.sign(envelope.getPayload_asU8()));
  return envelope.serializeBinary();
}

function withLists(value: common.ConfigValue | undefined, lists: readonly Uint8Array[]): common.ConfigValue {
  if (value === undefined) throw new Error('the organisation has no MSP');
  const config = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  const fabric = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  fabric.setRevocationListList([...lists]);
  config.setConfig(fabric.serializeBinary());
  const changed = new common.ConfigValue();
  changed.setVersion(value.getVersion() + 1);
  changed.setModPolicy(value.getModPolicy());
  changed.setValue(config.serializeBinary());
  return changed;
}

function signUpdate(signer: Signer, updateBytes: Uint8Array): common.ConfigSignature {
  const header = signatureHeader(signer);
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(signer.sign(Buffer.concat([header, updateBytes])));
  return signature;
}

function signatureHeader(signer: Signer): Uint8Array {
  const header = new common.SignatureHeader();
  header.setCreator(signer.serialized);
  header.setNonce(randomBytes(24));
  return header.serializeBinary();
}

/** An organisation's admin. */
export function adminOf(network: TestNetwork, name: OrganisationName): Signer {
  const organisation = network.identities.organisations.find((one) => one.name === name);
  if (organisation === undefined) throw new Error(`there is no organisation ${name}`);
  return makeSigner(organisation.mspId, organisation.identities.admin);
}
