// Run by npm after `npm ci`: builds the program and switches the pre-commit hook on. Each half is skipped where it makes
// no sense (a production install, an image layer without sources, no git), so that an installation never fails on it.
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)));

if (isInstalled('esbuild') && existsSync(new URL('../src/main.ts', import.meta.url))) {
  await import('./build.mjs');
}
if (!process.env.CI) switchHooksOn();

function isInstalled(name) {
  try {
    return import.meta.resolve(name) !== '';
  } catch {
    return false;
  }
}

function switchHooksOn() {
  // Inside another project's checkout the hooks are that project's business, and so is a hooks path somebody chose.
  const top = git('rev-parse', '--show-toplevel');
  if (top === null || realpathSync(top) !== root) return;
  if (git('config', '--get', 'core.hooksPath') === null) git('config', 'core.hooksPath', '.githooks');
}

/** Output of a git command, or null when it fails or there is no git. */
function git(...args) {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
