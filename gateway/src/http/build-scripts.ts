import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const modulesMax = 200;
const digestCharacters = 22;

/** Where the modules of our pages are served. */
export const assetsPath = '/assets/';

/** A module as browsers take it. */
export interface BuiltModule {
  /** `/assets/{name}.{digest}.js`: another text has another path. */
  readonly path: string;
  /** For the attribute `integrity`: `sha256-…`. */
  readonly integrity: string;
  /** Paths of all modules that it imports statically, also through others, itself not among them. */
  readonly imports: readonly string[];
  readonly text: string;
}

/**
 * Each entry's module and all that it imports, types and comments gone and every import rewritten to a path under its own digest.
 * Relative imports and packages are followed, a package as the importing file resolves it.
 * Throws TypeError for modules that import each other in a circle, for Node's own modules and for more than 200 modules.
 */
export async function buildModules<Name extends string>(
  entries: Readonly<Record<Name, URL>>,
): Promise<{ readonly entries: Readonly<Record<Name, BuiltModule>>; readonly all: readonly BuiltModule[] }> {
  const known = new Map<string, BuiltModule>();
  const built: [string, BuiltModule][] = [];
  for (const [name, url] of Object.entries<URL>(entries)) built.push([name, await build(url, [], known)]);
  return { entries: Object.fromEntries(built) as Record<Name, BuiltModule>, all: [...known.values()] };
}

async function build(
  url: URL,
  importers: readonly string[],
  known: Map<string, BuiltModule>,
): Promise<BuiltModule> {
  const before = known.get(url.href);
  if (before) return before;
  const chain = [...importers, url.href];
  if (importers.includes(url.href)) throw new TypeError(`modules import each other: ${chain.join(' → ')}`);
  if (known.size >= modulesMax) throw new TypeError(`a page has over ${modulesMax} modules`);
  let text = plainScript(await readFile(url, 'utf8'));
  const imports = new Set<string>();
  // From the last to the first, so that the places before stay true.
  for (const { specifier, start, isDynamic } of importsOf(text).toReversed()) {
    const imported = await build(resolveImport(specifier, url), chain, known);
    text = `${text.slice(0, start)}${imported.path}${text.slice(start + specifier.length)}`;
    if (isDynamic) continue;
    for (const one of [imported.path, ...imported.imports]) imports.add(one);
  }
  const built = { ...namesOf(url, text), imports: [...imports], text };
  known.set(url.href, built);
  return built;
}

/** TypeScript or JavaScript without types and comments. What follows from a type (`enum`, parameter properties) is not ours to use. */
const plainScript = (source: string): string =>
  stripTypeScriptTypes(source, { mode: 'transform', sourceMap: false });

function namesOf(url: URL, text: string): Pick<BuiltModule, 'path' | 'integrity'> {
  const digest = hash('sha256', text, 'buffer');
  const name = path.basename(url.pathname).replace(/\.[a-z]+$/, '');
  return {
    path: `${assetsPath}${name}.${digest.toString('base64url').slice(0, digestCharacters)}.js`,
    integrity: `sha256-${digest.toString('base64')}`,
  };
}

function resolveImport(specifier: string, importer: URL): URL {
  if (/^\.\.?\//.test(specifier)) return new URL(specifier, importer);
  if (specifier.startsWith('node:') || !/^[@a-z]/.test(specifier))
    throw new TypeError(`${fileURLToPath(importer)} imports ${specifier}, which no browser has`);
  return pathToFileURL(createRequire(importer).resolve(specifier));
}

interface Import {
  readonly specifier: string;
  readonly start: number;
  readonly isDynamic: boolean;
}

/** The imports of a module that the compiler has written: each declaration begins its line, and names are in quotes without escapes. */
function importsOf(text: string): Import[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\s*[\w\s{},*$]*?\s*(?:from\s*)?(['"])([^'"\\\n]+)\1/gm),
    ...text.matchAll(/\bimport\(\s*(['"])([^'"\\\n]+)\1\s*\)/g),
  ];
  return found
    .map((match) => {
      const specifier = match[2] ?? '';
      const start = match.index + match[0].lastIndexOf(specifier);
      return { specifier, start, isDynamic: match[0].startsWith('import(') };
    })
    .toSorted((a, b) => a.start - b.start);
}
