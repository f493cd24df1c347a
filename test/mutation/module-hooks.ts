import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const shims: { readonly [specifier: string]: string } = {
  vitest: new URL('light-vitest.ts', import.meta.url).href,
  'fast-check': new URL('light-fast-check.ts', import.meta.url).href,
};

/** The address of a file among the modules of one loading. */
export const urlOf = (root: string, file: string, loading: number): string =>
  `${pathToFileURL(path.join(root, file)).href}?loading=${loading}`;

/**
 * What a module of a loading imports from the project belongs to the same loading, so that every loading has a state of its own; `vitest` and
 * `fast-check` are the light ones; the files in `texts` are what stands there.
 */
export function hookModules(root: string, texts: ReadonlyMap<string, string>): void {
  const home = `${pathToFileURL(root).href}/`;
  const isOurs = (url: string): boolean =>
    url.startsWith(home) && !url.includes('/node_modules/') && /\.ts(\?|$)/.test(url);
  const sources = new Map<string, string>();
  const sourceOf = (file: string): string => {
    const known = sources.get(file);
    if (known !== undefined) return known;
    const name = path.relative(root, file).split(path.sep).join('/');
    const source = stripTypeScriptTypes(texts.get(name) ?? readFileSync(file, 'utf8'));
    sources.set(file, source);
    return source;
  };
  registerHooks({
    resolve(specifier, context, next) {
      const [, loading] = /\?loading=(\d+)$/.exec(context.parentURL ?? '') ?? [];
      if (loading === undefined) return next(specifier, context);
      const shim = shims[specifier];
      if (shim !== undefined) return { url: shim, shortCircuit: true };
      const resolved = next(specifier, context);
      return isOurs(resolved.url) ? { ...resolved, url: `${resolved.url}?loading=${loading}` } : resolved;
    },
    load(url, context, next) {
      if (!url.includes('?loading=') || !isOurs(url)) return next(url, context);
      return { format: 'module', source: sourceOf(fileURLToPath(url)), shortCircuit: true };
    },
  });
}
