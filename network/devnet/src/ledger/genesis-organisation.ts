import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { OrganisationMaterial } from '../ports.ts';
import { configGroup, signaturePolicy } from './config-group.ts';

/** An organisation as the Application group knows it. */
export function applicationOrganisation(organisation: OrganisationMaterial): common.ConfigGroup {
  const { host, port } = parseAddress(organisation.peerAddress);
  const anchor = new peer.AnchorPeer();
  anchor.setHost(host);
  anchor.setPort(port);
  const anchors = new peer.AnchorPeers();
  anchors.addAnchorPeers(anchor);
  return configGroup({
    values: { MSP: mspConfig(organisation), AnchorPeers: anchors },
    policies: organisationPolicies(organisation.mspId),
  });
}

/** The same organisation as the Orderer group knows it. */
export function ordererOrganisation(organisation: OrganisationMaterial): common.ConfigGroup {
  const endpoints = new common.OrdererAddresses();
  endpoints.addAddresses(organisation.ordererAddress);
  return configGroup({
    values: { MSP: mspConfig(organisation), Endpoints: endpoints },
    policies: organisationPolicies(organisation.mspId),
  });
}

/** An orderer by its consenter id, which block signatures name. */
export function consenter(organisation: OrganisationMaterial, id: number): common.Consenter {
  const { host, port } = parseAddress(organisation.ordererAddress);
  const message = new common.Consenter();
  message.setId(id);
  message.setHost(host);
  message.setPort(port);
  message.setMspId(organisation.mspId);
  message.setIdentity(Buffer.from(organisation.orderer.certificatePem));
  message.setClientTlsCert(Buffer.from(organisation.ordererTls.certificatePem));
  message.setServerTlsCert(Buffer.from(organisation.ordererTls.certificatePem));
  return message;
}

function organisationPolicies(mspId: string): Record<string, common.Policy> {
  return {
    Readers: signaturePolicy(`OR('${mspId}.member')`),
    Writers: signaturePolicy(`OR('${mspId}.member')`),
    Admins: signaturePolicy(`OR('${mspId}.admin')`),
    Endorsement: signaturePolicy(`OR('${mspId}.peer')`),
  };
}

function mspConfig(organisation: OrganisationMaterial): msp.MSPConfig {
  const authority = Buffer.from(organisation.identityCaPem);
  const crypto = new msp.FabricCryptoConfig();
  crypto.setSignatureHashFamily('SHA2');
  crypto.setIdentityIdentifierHashFunction('SHA256');
  const fabric = new msp.FabricMSPConfig();
  fabric.setName(organisation.mspId);
  fabric.addRootCerts(authority);
  fabric.addTlsRootCerts(Buffer.from(organisation.tlsCaPem));
  fabric.setCryptoConfig(crypto);
  fabric.setFabricNodeOus(nodeOus(authority));
  const config = new msp.MSPConfig();
  config.setConfig(fabric.serializeBinary());
  return config;
}

function nodeOus(authority: Uint8Array): msp.FabricNodeOUs {
  const role = (name: string) => {
    const identifier = new msp.FabricOUIdentifier();
    identifier.setCertificate(authority);
    identifier.setOrganizationalUnitIdentifier(name);
    return identifier;
  };
  const ous = new msp.FabricNodeOUs();
  ous.setEnable(true);
  ous.setClientOuIdentifier(role('client'));
  ous.setPeerOuIdentifier(role('peer'));
  ous.setAdminOuIdentifier(role('admin'));
  ous.setOrdererOuIdentifier(role('orderer'));
  return ous;
}

function parseAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
