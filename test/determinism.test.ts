import { describe, expect, it } from 'vitest';
import { importsOf, isTest, projectFiles, readProjectFile } from './house/project-files.ts';

const sources = projectFiles(/^chaincode\/src\/.*\.ts$/).filter((file) => !isTest(file));

/** What may differ between two peers that endorse the same proposal, or happens outside it. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bhrtime\b|\bTemporal\b/],
  ['chance', /\bMath\.random\b|\brandom(Bytes|UUID|Int|FillSync)\b|\bgetRandomValues\b/],
  ['timers', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bnextTick\b/],
  ['the network', /(?<!\.|async )\bfetch\(|\bWebSocket\b|\bXMLHttpRequest\b/],
  // A 工艺 is a process too: only the global is meant.
  [
    'the process',
    /(?<![.\w-])process\.(?!(principal|outputs|additions|names)\b)|globalThis\.process\b|\}\s*=\s*process\b/,
  ],
  [
    'the locale',
    /\blocaleCompare\b|\bIntl\b|\btoLocale\w*\b|\bget(Hours|Date|Day|Month|FullYear|TimezoneOffset)\(/,
  ],
  ['code made while it runs', /\beval\(|\bnew Function\b/],
];

/** Where one of them is right, and why. */
const exceptions: { readonly [file: string]: { readonly what: readonly string[]; readonly why: string } } = {
  'chaincode/src/main.ts': {
    what: ['the process'],
    why: 'reads the environment once, before any transaction',
  },
};

/** node:* beyond node:crypto, and why. */
const nodeModules: { readonly [file: string]: readonly string[] } = {
  // Reads the TLS files once, before any transaction.
  'chaincode/src/main.ts': ['node:fs'],
  // Load the shim's server and message classes, which the shim does not export, when the program starts.
  'chaincode/src/server.ts': ['node:module'],
  'chaincode/src/shim-messages.ts': ['node:module'],
};

/** Packages whose behaviour is pinned by the lock file. `fabric-shim-api` is types alone. */
const packages = ['zod', 'fabric-shim', 'fabric-shim-api', 'google-protobuf'];

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** What a text uses of the forbidden. */
const usedBy = (text: string): string[] =>
  forbidden.filter(([, pattern]) => pattern.test(withoutComments(text))).map(([what]) => what);

describe('the law is deterministic', () => {
  it.each(sources)('%s uses nothing that two peers may see differently', (file) => {
    const allowed = exceptions[file]?.what ?? [];
    expect(usedBy(readProjectFile(file)).filter((what) => !allowed.includes(what))).toEqual([]);
  });

  it.each(sources)('%s imports node:crypto, pinned packages and its own files only', (file) => {
    const allowed = ['node:crypto', ...(nodeModules[file] ?? []), ...packages];
    const foreign = importsOf(readProjectFile(file)).filter(
      (specifier) => !specifier.startsWith('.') && !allowed.includes(specifier),
    );
    expect(foreign).toEqual([]);
  });

  it.each(sources.filter((file) => file.includes('/model/')))(
    '%s is shared: it runs in a browser too',
    (file) => {
      const text = withoutComments(readProjectFile(file));
      expect(importsOf(text).filter((specifier) => specifier.startsWith('node:'))).toEqual([]);
      expect(text).not.toMatch(/\bBuffer\b|\brequire\(/);
    },
  );

  it.each(sources.filter((file) => file.includes('/acts/')))(
    '%s holds pure rules: no promise in `decide`, no store',
    (file) => {
      const text = readProjectFile(file);
      expect(text).not.toMatch(/async decide\(|\bStateStore\b|\bChaincodeStub\b/);
      if (!file.endsWith('/index.ts')) expect(text).not.toMatch(/decide: async/);
    },
  );

  it.each([
    ['the clock', 'const now = new Date();'],
    ['the clock', 'const now = Date.now();'],
    ['chance', 'crypto.getRandomValues(bytes)'],
    ['timers', 'setTimeout(go, 1)'],
    ['the network', "await fetch('x')"],
    ['the process', 'process.env.X'],
    ['the process', 'const { env } = process;'],
    ['the process', 'globalThis.process'],
    ['the locale', 'list.sort((a, b) => a.localeCompare(b))'],
    ['the locale', 'amount.toLocaleString()'],
    ['code made while it runs', "new Function('x')"],
  ])('would find %s in `%s`', (what, line) => {
    expect(usedBy(line)).toEqual([what]);
  });

  it('lists no exception that is not needed', () => {
    for (const [file, { what, why }] of Object.entries(exceptions)) {
      expect(usedBy(readProjectFile(file)), why).toEqual(what);
    }
    for (const [file, modules] of Object.entries(nodeModules)) {
      expect(importsOf(readProjectFile(file))).toEqual(expect.arrayContaining([...modules]));
    }
  });
});
