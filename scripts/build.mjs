// Bundles src/main.ts into dist/main.js: what a command does not use is not even read, which makes for a fast start.
// Usage: node scripts/build.mjs [entry] [folder]
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { whenCalled } from './when-called.mjs';

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [entry = inProject('src/main.ts'), folder = inProject('dist')] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));

const shebang = readFileSync(entry, 'utf8').startsWith('#!') ? '' : '#!/usr/bin/env node\n';
// Some bundled packages are CommonJS and require Node's own modules.
const requireForCommonJs =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const common = {
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [whenCalled],
};

const program = build({
  ...common,
  // Worker threads start on their own.
  entryPoints: {
    main: entry,
    'sweep-worker': inProject('src/adapters/pool/sweep-worker.ts'),
    'discovery-worker': inProject('src/adapters/pool/discovery-worker.ts'),
    'counterfactual-worker': inProject('src/adapters/pool/counterfactual-worker.ts'),
  },
  outdir: folder,
  nodePaths: [inProject('node_modules')],
  // The same code as modules instead of CommonJS: what is not used is left out.
  alias: { yaml: inProject('node_modules/yaml/browser/dist/index.js') },
  // Native or huge, and loaded only by the commands that need them.
  external: ['better-sqlite3', 'better-sqlite3-13', 'ccxt', 'apache-arrow', 'tinypool'],
  define: {
    STATARB_VERSION: JSON.stringify(version),
    STATARB_VENUES: JSON.stringify('../venues/'),
    STATARB_PACKAGE: JSON.stringify('../../'),
    STATARB_SWEEP_WORKER: JSON.stringify('../sweep-worker.js'),
    STATARB_DISCOVERY_WORKER: JSON.stringify('../discovery-worker.js'),
    STATARB_COUNTERFACTUAL_WORKER: JSON.stringify('../counterfactual-worker.js'),
  },
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: `${shebang}${requireForCommonJs}` },
});

// Each venue of ccxt as one file and what it shares with others: read in half the time that ccxt's own many files take.
const venueFolder = fileURLToPath(new URL('src/', import.meta.resolve('ccxt')));
const venues = build({
  ...common,
  entryPoints: readdirSync(venueFolder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${venueFolder}${name}`),
  outdir: `${folder}/venues`,
  // Not part of ccxt: it loads them if they are there.
  external: ['protobufjs'],
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: requireForCommonJs },
});

const written = new Set(
  (await Promise.all([program, venues])).flatMap(({ metafile }) => Object.keys(metafile.outputs)),
);
chmodSync(`${folder}/main.js`, 0o755);

// Chunks are named after their content. Those of an earlier build go last, so that there is a whole program at all times.
const current = new Set([...written].map((path) => resolve(path)));
for (const found of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  const path = resolve(found.parentPath, found.name);
  if (found.isFile() && !current.has(path)) rmSync(path);
}
