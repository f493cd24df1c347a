import type { Words } from '../words/index.ts';

/** The scheme's name; a 地理标志 is named by its own code. */
export function schemeText(scheme: string, { schemes }: Pick<Words, 'schemes'>): string {
  if (scheme.startsWith('gi-')) return `${schemes.gi} ${scheme.slice('gi-'.length)}`;
  return (Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined) ?? scheme;
}
