/** Sources are TypeScript, and JavaScript where the project was built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const source = (name: string): URL => new URL(`../${name}.${extension}`, import.meta.url);

/** The modules that pages ask for by name; whoever serves them follows their imports. */
export const scriptEntries = {
  scan: source('scan/page-scan'),
} as const;
