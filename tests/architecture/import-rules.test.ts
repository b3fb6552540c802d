import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ICruiseOptions, ICruiseResult, IConfiguration } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const projectRoot = resolve(import.meta.dirname, '../..');
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration & {
  options: ICruiseOptions;
};

/** One file with one import that must be reported under the rule's name. */
interface Planted {
  readonly says: string;
  readonly file: string;
  readonly source: string;
  readonly rule: string;
}

const VIOLATIONS: readonly Planted[] = [
  {
    says: 'domain imports no other folder of the core',
    file: 'src/core/domain/a.ts',
    source: "import { target } from '../stats/target.ts';",
    rule: 'layer: core/domain',
  },
  {
    says: 'stats know no markets',
    file: 'src/core/stats/a.ts',
    source: "import { target } from '../domain/target.ts';",
    rule: 'layer: core/stats',
  },
  {
    says: 'a type-only import counts as an import',
    file: 'src/core/stats/b.ts',
    source: "import type { Target } from '../domain/target.ts';",
    rule: 'layer: core/stats',
  },
  {
    says: 'a dynamic import counts as an import',
    file: 'src/core/stats/c.ts',
    source: "export const later = () => import('../domain/target.ts');",
    rule: 'layer: core/stats',
  },
  {
    says: 'a re-export counts as an import',
    file: 'src/core/stats/d.ts',
    source: "export { target } from '../domain/target.ts';",
    rule: 'layer: core/stats',
  },
  {
    says: 'the strategy does not look into the backtest',
    file: 'src/core/strategy/a.ts',
    source: "import { target } from '../backtest/target.ts';",
    rule: 'layer: core/strategy',
  },
  {
    says: 'the quality of data has nothing to do with the strategy',
    file: 'src/core/data-quality/a.ts',
    source: "import { target } from '../strategy/target.ts';",
    rule: 'layer: core/data-quality',
  },
  {
    says: 'what starts a scan knows no statistics',
    file: 'src/core/deployment/a.ts',
    source: "import { target } from '../stats/target.ts';",
    rule: 'layer: core/deployment',
  },
  {
    says: 'the core knows no port',
    file: 'src/core/features/a.ts',
    source: "import type { Target } from '../../ports/target.ts';",
    rule: 'layer: core/features',
  },
  {
    says: 'the core knows no adapter',
    file: 'src/core/backtest/a.ts',
    source: "import { target } from '../../adapters/store/target.ts';",
    rule: 'layer: core/backtest',
  },
  {
    says: 'a workflow reaches the world through ports, never through an adapter',
    file: 'src/workflows/a.ts',
    source: "import { target } from '../adapters/market/target.ts';",
    rule: 'layer: workflows',
  },
  {
    says: 'a workflow does not read the settings file',
    file: 'src/workflows/b.ts',
    source: "import { target } from '../config/target.ts';",
    rule: 'layer: workflows',
  },
  {
    says: 'an adapter knows no other adapter',
    file: 'src/adapters/delivery/a.ts',
    source: "import { target } from '../store/target.ts';",
    rule: 'layer: adapters/delivery',
  },
  {
    says: 'an adapter knows no settings',
    file: 'src/adapters/cache/a.ts',
    source: "import { target } from '../../config/target.ts';",
    rule: 'layer: adapters/cache',
  },
  {
    says: 'only the market adapter imports the simulation',
    file: 'src/adapters/store/a.ts',
    source: "import { target } from '../../core/simulation/target.ts';",
    rule: 'layer: adapters/store',
  },
  {
    says: 'real fills know nothing of the paper book',
    file: 'src/core/fills/a.ts',
    source: "import { target } from '../book/target.ts';",
    rule: 'layer: core/fills',
  },
  {
    says: 'the reader of trade exports knows no market',
    file: 'src/adapters/fills/a.ts',
    source: "import { target } from '../market/target.ts';",
    rule: 'layer: adapters/fills',
  },
  {
    says: 'csv-parse has its one door in adapters/csv-records.ts',
    file: 'src/adapters/fills/b.ts',
    source: "import { parse } from 'csv-parse';",
    rule: 'door: csv-parse',
  },
  {
    says: 'settings know no workflow',
    file: 'src/config/a.ts',
    source: "import { target } from '../workflows/target.ts';",
    rule: 'layer: config',
  },
  {
    says: 'a command names no adapter',
    file: 'src/cli/a.ts',
    source: "import { target } from '../adapters/store/target.ts';",
    rule: 'layer: cli',
  },
  {
    says: 'a command computes no features',
    file: 'src/cli/b.ts',
    source: "import { target } from '../core/features/target.ts';",
    rule: 'layer: cli',
  },
  {
    says: 'a command takes only types from the ports',
    file: 'src/cli/c.ts',
    source: "import { target } from '../ports/target.ts';",
    rule: 'types-only: cli',
  },
  {
    says: 'ports are types only',
    file: 'src/ports/a.ts',
    source: "import { target } from '../core/domain/target.ts';",
    rule: 'types-only: ports',
  },
  {
    says: 'the core imports no Node built-in',
    file: 'src/core/domain/b.ts',
    source: "import { readFileSync } from 'node:fs';",
    rule: 'no-node-in-pure-folders',
  },
  {
    says: 'a workflow imports no Node built-in',
    file: 'src/workflows/c.ts',
    source: "import { join } from 'path';",
    rule: 'no-node-in-pure-folders',
  },
  {
    says: 'ccxt has its door in adapters/market',
    file: 'src/workflows/d.ts',
    source: "import ccxt from 'ccxt';",
    rule: 'door: ccxt',
  },
  {
    says: 'better-sqlite3 has its door in adapters/store',
    file: 'src/adapters/cache/b.ts',
    source: "import Database from 'better-sqlite3';",
    rule: 'door: better-sqlite3',
  },
  {
    says: 'a type of a package counts as the package',
    file: 'src/adapters/cache/c.ts',
    source: "import type Database from 'better-sqlite3';",
    rule: 'door: better-sqlite3',
  },
  {
    says: 'commander has its door in cli',
    file: 'src/config/b.ts',
    source: "import { Command } from 'commander';",
    rule: 'door: commander',
  },
  { says: 'zod has its door in config', file: 'src/cli/d.ts', source: "import { z } from 'zod';", rule: 'door: zod' },
  {
    says: 'a path inside a package counts as the package',
    file: 'src/cli/e.ts',
    source: "import { z } from 'zod/mini';",
    rule: 'door: zod',
  },
  {
    says: 'yaml has its door in config',
    file: 'src/cli/f.ts',
    source: "import { parse } from 'yaml';",
    rule: 'door: yaml',
  },
  {
    says: 'dotenv has its door in config',
    file: 'src/main.ts',
    source: "import dotenv from 'dotenv';",
    rule: 'door: dotenv',
  },
  {
    says: 'pino has its door in adapters/logging',
    file: 'src/compose.ts',
    source: "import pino from 'pino';",
    rule: 'door: pino',
  },
  {
    says: 'hyparquet has its doors in adapters/cache and adapters/export',
    file: 'src/adapters/market/a.ts',
    source: "import { parquetRead } from 'hyparquet';",
    rule: 'door: hyparquet',
  },
  {
    says: 'the core takes no package but simple-statistics',
    file: 'src/core/domain/c.ts',
    source: "import { parse } from 'csv-parse';",
    rule: 'door: csv-parse',
  },
  {
    says: 'a package that has no door may not be imported',
    file: 'src/adapters/market/b.ts',
    source: "import leftPad from 'left-pad';",
    rule: 'no-package-without-a-door',
  },
  {
    says: 'two files may not import each other',
    file: 'src/core/domain/circle.ts',
    source: "import { target } from './circle-back.ts';",
    rule: 'no-circular',
  },
  {
    says: 'a folder that the table does not know may not import',
    file: 'src/utils/a.ts',
    source: "import { target } from '../core/domain/target.ts';",
    rule: 'no-folder-without-a-row',
  },
  {
    says: 'a folder that the table does not know may not be imported',
    file: 'src/main.ts',
    source: "import { target } from './utils/target.ts';",
    rule: 'no-import-from-folder-without-a-row',
  },
  {
    says: 'product code imports no test',
    file: 'src/config/c.ts',
    source: "import { target } from '../../tests/target.ts';",
    rule: 'no-way-out-of-src',
  },
  {
    says: 'an import that leads nowhere is reported',
    file: 'src/config/d.ts',
    source: "import { target } from './not-there.ts';",
    rule: 'not-resolvable',
  },
];

const ALLOWED: readonly Omit<Planted, 'rule'>[] = [
  {
    says: 'features read domain and stats',
    file: 'src/core/features/fine.ts',
    source: "import { target } from '../domain/target.ts';\nimport { target as other } from '../stats/target.ts';",
  },
  {
    says: 'a workflow calls the core and speaks through ports',
    file: 'src/workflows/fine.ts',
    source:
      "import { target } from '../core/backtest/target.ts';\nimport type { Target } from '../ports/target.ts';\nimport { join } from './target.ts';",
  },
  {
    says: 'the store adapter opens its door and its port',
    file: 'src/adapters/store/fine.ts',
    source:
      "import Database from 'better-sqlite3';\nimport { join } from 'node:path';\nimport type { Target } from '../../ports/target.ts';",
  },
  {
    says: 'the market adapter runs the simulation',
    file: 'src/adapters/market/fine.ts',
    source: "import { target } from '../../core/simulation/target.ts';\nimport ccxt from 'ccxt';",
  },
  {
    says: 'compose names every adapter',
    file: 'src/compose.ts',
    source: "import { target } from './adapters/store/target.ts';",
  },
];

const STUB_PACKAGES = [
  'ccxt',
  'better-sqlite3',
  'commander',
  'zod',
  'yaml',
  'dotenv',
  'pino',
  'hyparquet',
  'csv-parse',
  'left-pad',
];

const TARGETS = [
  ...['domain', 'stats', 'features', 'strategy', 'simulation', 'backtest', 'book'].map((name) => `src/core/${name}`),
  ...['market', 'store'].map((name) => `src/adapters/${name}`),
  ...['src/ports', 'src/config', 'src/workflows', 'src/utils', 'tests'],
].map((folder) => `${folder}/target.ts`);

/** The names of the broken rules, by the file that breaks them. */
type Report = ReadonlyMap<string, ReadonlySet<string>>;

async function report(baseDir: string): Promise<{ broken: Report; modules: readonly string[] }> {
  const { forbidden } = config;
  const { output } = await cruise(['src'], { ...config.options, baseDir, validate: true, ruleSet: { forbidden } });
  const { modules } = output as ICruiseResult;
  const broken = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const rules = dependencies.flatMap((dependency) => dependency.rules ?? []);
    if (rules.length > 0) broken.set(source, new Set(rules.map(({ name }) => name)));
  }
  return { broken, modules: modules.map(({ source }) => source) };
}

describe('the import rules on src', () => {
  it('are kept by every file, and every file was seen', async () => {
    const { broken, modules } = await report(projectRoot);
    expect(Object.fromEntries([...broken].map(([file, rules]) => [file, [...rules]]))).toEqual({});
    // A parser that finds nothing also reports no violation.
    expect(modules.filter((source) => source.startsWith('src/')).length).toBeGreaterThan(20);
  });
});

describe('the import rules on planted code', () => {
  let tree = '';
  let broken: Report = new Map();

  const plant = (file: string, source: string): void => {
    const path = join(tree, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${source}\n`, { flag: 'a' });
  };

  beforeAll(async () => {
    tree = realpathSync(mkdtempSync(join(tmpdir(), 'statarb-imports-')));
    plant('package.json', '{"name": "planted", "type": "module"}');
    plant('tsconfig.json', '{"compilerOptions": {"module": "NodeNext"}}');
    for (const name of STUB_PACKAGES) {
      plant(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
      plant(`node_modules/${name}/index.js`, '');
      plant(`node_modules/${name}/mini.js`, '');
    }
    for (const file of TARGETS) plant(file, 'export const target = 1;\nexport type Target = number;');
    plant('src/core/domain/circle-back.ts', "import { target } from './circle.ts';\nexport { target };");
    for (const { file, source } of [...VIOLATIONS, ...ALLOWED]) plant(file, source);
    ({ broken } = await report(tree));
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(VIOLATIONS)('$says ($rule)', ({ file, rule }) => {
    expect([...(broken.get(file) ?? [])]).toContain(rule);
  });

  it.each(ALLOWED.filter(({ file }) => file.endsWith('fine.ts')))('$says, and nothing is reported', ({ file }) => {
    expect(broken.get(file)).toBeUndefined();
  });

  it('compose may import everything: it breaks no layer', () => {
    expect([...(broken.get('src/compose.ts') ?? [])]).toEqual(['door: pino']);
  });
});
