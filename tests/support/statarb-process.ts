import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** The program built from the sources as they are, in a folder of its own. */
export interface BuiltStatarb {
  readonly main: string;
  remove(): void;
}

export interface RunOptions {
  /** Modules loaded before the program. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder; relative paths of the settings must not depend on it. */
  readonly cwd?: string;
  /** Number of the user that runs it; only root may give one. */
  readonly uid?: number;
}

/** How a process ended: `code` is null when a signal ended it. */
export interface EndedProcess {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function buildStatarb(): BuiltStatarb {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-built-'));
  const built = spawnSync(
    process.execPath,
    [join(PROJECT, 'scripts/build.mjs'), join(PROJECT, 'src/main.ts'), join(folder, 'dist')],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(`the build failed: ${built.stderr}`);
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  // As the package ships them.
  for (const name of ['config.yaml', '.env.example']) copyFileSync(join(PROJECT, name), join(folder, name));
  return {
    main: join(folder, 'dist', 'main.js'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the program with an environment that holds nothing but what is given. */
export function startStatarb({ main }: BuiltStatarb, args: readonly string[], options: RunOptions = {}): ChildProcess {
  const { preload, env = {}, cwd, uid } = options;
  return spawn(process.execPath, [...(preload === undefined ? [] : ['--import', preload]), main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** What a started process says until it ends. */
export function ended(child: ChildProcess): Promise<EndedProcess> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
}

export const runStatarb = (
  built: BuiltStatarb,
  args: readonly string[],
  options: RunOptions = {},
): Promise<EndedProcess> => ended(startStatarb(built, args, options));
