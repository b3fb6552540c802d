import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The code of a sweep's worker threads as the build makes it, in a folder: Node 20 runs no TypeScript. */
export async function builtSweepWorker(folder: string): Promise<URL> {
  const outfile = join(folder, 'sweep-worker.mjs');
  const entry = fileURLToPath(new URL('../../src/adapters/pool/sweep-worker.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
  return pathToFileURL(outfile);
}
