import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, isTest, projectFiles, projectRoot, readProjectFile } from './house/project-files.ts';

const sources = projectFiles(/^(chaincode|gateway|web-scan|network|client|demo|test)\/.*\.ts$/);
const running = sources.filter((file) => !isTest(file));

/** ARCHITECTURE.md, Arrows: what each room may import of ours. Its own files always. */
const arrows: { readonly [room: string]: readonly RegExp[] } = {
  chaincode: [],
  network: [],
  client: [/^@mengsu\/chaincode\/model(\/|$)/],
  'web-scan': [/^@mengsu\/chaincode\/(model|acts)(\/|$)/, /^@mengsu\/client(\/|$)/],
  // The engine, because the audit executes the law again (gateway/src/audit): a second law of its own would be believed by nobody.
  gateway: [/^@mengsu\/chaincode\/(model|acts|engine)(\/|$)/, /^@mengsu\/web-scan\/(views|verify)(\/|$)/],
  demo: [/^@mengsu\/client(\/|$)/, /^@mengsu\/network\/(identities|folder-lock|programs)$/],
};

const roomOf = (file: string): string => file.split('/')[0] ?? '';

function forbiddenImports(file: string): string[] {
  const room = roomOf(file);
  return importsOf(readProjectFile(file)).filter((specifier) => {
    if (specifier.startsWith('@mengsu/'))
      return !(arrows[room] ?? []).some((allowed) => allowed.test(specifier));
    if (!specifier.startsWith('.')) return false;
    return roomOf(path.posix.join(path.posix.dirname(file), specifier)) !== room;
  });
}

describe('the house is tidy', () => {
  it('looks at all rooms', () => {
    expect(new Set(running.map(roomOf))).toEqual(new Set(Object.keys(arrows)));
  });

  it.each(running)('%s imports along the arrows only (ARCHITECTURE.md)', (file) => {
    expect(forbiddenImports(file)).toEqual([]);
  });

  it.each(sources)('%s has at most 250 lines, a test 500 (split it where a second idea begins)', (file) => {
    expect(readProjectFile(file).trimEnd().split('\n').length).toBeLessThanOrEqual(isTest(file) ? 500 : 250);
  });

  it.each(sources)('%s is named in lower case with hyphens, and not for nothing in particular', (file) => {
    const name = path.posix.basename(file).replace(/(\.test)?(\.config)?\.ts$/, '');
    expect(name).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*$/);
    expect(name).not.toMatch(/^(utils?|helpers?|misc|common|manager)$/);
  });

  it.each(sources.filter((file) => file !== 'test/tidy.test.ts'))(
    '%s leaves nothing for later and silences no check without a reason',
    (file) => {
      const text = readProjectFile(file);
      expect(text.match(/\b(TODO|FIXME|XXX|HACK)\b/g) ?? []).toEqual([]);
      expect(text.match(/\b(it|test|describe)\.(only|todo)\(/g) ?? []).toEqual([]);
      expect(text.match(/\bas any\b|@ts-(ignore|nocheck)/g) ?? []).toEqual([]);
      expect(text.match(/catch\s*(\([^)]*\))?\s*\{\s*\}/g) ?? []).toEqual([]);
    },
  );

  it.each(running.filter((file) => roomOf(file) !== 'network' && !file.startsWith('demo/')))(
    '%s names no function handle, process or manage',
    (file) => {
      expect(readProjectFile(file).match(/\bfunction (handle|process|manage)[A-Z]\w*/g) ?? []).toEqual([]);
    },
  );
});

describe('the documents are true', () => {
  const readme = readProjectFile('README.md');
  const scripts = Object.keys((JSON.parse(readProjectFile('package.json')) as { scripts: object }).scripts);
  const documents = projectFiles(/\.md$/);

  it('README names only scripts that package.json has', () => {
    const named = [...readme.matchAll(/npm (?:run ([a-z:-]+)|(start|test))/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it.each(documents)('every relative link of %s leads somewhere', (file) => {
    const targets = [...readProjectFile(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      (match) => match[1] ?? '',
    );
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    for (const target of local) {
      const found = path.join(projectRoot, path.posix.dirname(file), target);
      expect(() => readFileSync(found), `${file} links to ${target}`).not.toThrow(/ENOENT/);
    }
  });

  it('CONTRIBUTING.md gives a reason for every dependency', () => {
    const contributing = readProjectFile('CONTRIBUTING.md');
    const packages = projectFiles(/^([a-z-]+\/)?package\.json$/).flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readProjectFile(file)) as {
        dependencies?: object;
        devDependencies?: object;
      };
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const missing = [...new Set(packages)].filter((name) => !contributing.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it('the lock file names no registry', () => {
    expect(readProjectFile('package-lock.json')).not.toMatch(/"resolved": "http/);
  });

  it('every version is exact', () => {
    for (const file of projectFiles(/^([a-z-]+\/)?package\.json$/)) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readProjectFile(file)) as {
        dependencies?: object;
        devDependencies?: object;
      };
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        expect(version, `${file}: ${name}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      }
    }
  });
});
