/** The four organisations, in the order of their orderers' consenter ids. */
export const organisations = [
  { name: 'producers', mspId: 'ProducersMSP' },
  { name: 'trade', mspId: 'TradeMSP' },
  { name: 'brand', mspId: 'BrandMSP' },
  { name: 'regulator', mspId: 'RegulatorMSP' },
] as const satisfies readonly Organisation[];

export interface Organisation {
  readonly name: string;
  readonly mspId: string;
}

export type OrganisationName = (typeof organisations)[number]['name'];

/** Names in certificates only: nothing resolves them. */
export function domainOf(name: string): string {
  return `${name}.mengsu.local`;
}
