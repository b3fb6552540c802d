// Bundles src/main.ts into dist/main.js: what a command does not use is not even read, which makes for a fast start.
// Usage: node scripts/build.mjs [entry] [folder]
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [entry = inProject('src/main.ts'), folder = inProject('dist')] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));

const shebang = readFileSync(entry, 'utf8').startsWith('#!') ? '' : '#!/usr/bin/env node\n';
// Some bundled packages are CommonJS and require Node's own modules.
const requireForCommonJs =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

// Chunks are named after their content: those of an earlier build would stay behind.
rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: { main: entry },
  outdir: folder,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  nodePaths: [inProject('node_modules')],
  // Native or huge, and loaded only by the commands that need them.
  external: ['better-sqlite3', 'ccxt', 'apache-arrow'],
  define: { STATARB_VERSION: JSON.stringify(version) },
  legalComments: 'none',
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: `${shebang}${requireForCommonJs}` },
  logLevel: 'warning',
});
chmodSync(`${folder}/main.js`, 0o755);
