/**
 * Who may import whom, as data; the rules below are generated from it. Folders are those of src/; rows that end in .ts
 * name files (`*` is any name). A row may always import itself, and what has no row may not exist.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const MAY_IMPORT = {
  'core/domain': [],
  'core/stats': [],
  'core/features': ['core/domain', 'core/stats'],
  'core/strategy': ['core/domain'],
  'core/book': ['core/domain', 'core/strategy'],
  'core/notices': ['core/domain', 'core/tickets'],
  'core/monitoring': ['core/domain'],
  'core/simulation': ['core/domain', 'core/stats'],
  'core/backtest': ['core/domain', 'core/stats', 'core/features', 'core/strategy', 'core/book'],
  'core/discovery': ['core/domain', 'core/stats', 'core/features', 'core/backtest'],
  'core/data-quality': ['core/domain', 'core/stats'],
  'core/deployment': ['core/domain'],
  'core/tickets': ['core/domain', 'core/strategy', 'core/book'],
  'core/fills': ['core/domain', 'core/tickets'],
  'core/report': ['core/domain', 'core/backtest', 'core/discovery', 'core/tickets', 'core/fills'],
  ports: ['core/domain', 'core/data-quality'],
  workflows: ['core', 'ports'],
  'adapters/*.ts': ['core/domain'],
  'adapters/market': ['core/domain', 'core/simulation', 'ports', 'adapters/*.ts'],
  'adapters/cache': ['core/domain', 'core/data-quality', 'ports', 'adapters/*.ts'],
  'adapters/store': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/delivery': [
    'core/domain',
    'core/tickets',
    'core/notices',
    'core/report/escape-html.ts',
    'ports',
    'adapters/*.ts',
  ],
  'adapters/export': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/pool': ['core/domain', 'core/backtest', 'core/discovery', 'ports', 'adapters/*.ts'],
  'adapters/calibration': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/report': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/fills': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/logging': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/heartbeat': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/clock': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/machine': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/setup': ['core/domain', 'ports', 'adapters/*.ts'],
  'adapters/lock': ['core/domain', 'ports', 'adapters/*.ts'],
  config: ['core'],
  cli: [
    'config',
    'workflows',
    'ports',
    'core/domain',
    'core/deployment',
    'core/backtest',
    'core/discovery',
    'core/tickets',
    'core/fills',
    'core/report',
  ],
  'main.ts': ['.'],
  'compose.ts': ['.'],
  'compose-discovery.ts': ['.'],
};

/** Each package has one door: only these folders may import it. A package without a row may not be imported at all. */
const DOORS = {
  ccxt: ['adapters/market'],
  'better-sqlite3': ['adapters/store'],
  'better-sqlite3-13': ['adapters/store'],
  commander: ['cli'],
  zod: ['config'],
  yaml: ['config'],
  dotenv: ['config'],
  pino: ['adapters/logging'],
  nodemailer: ['adapters/delivery'],
  hyparquet: ['adapters/cache', 'adapters/export'],
  'hyparquet-writer': ['adapters/cache', 'adapters/export'],
  'apache-arrow': ['adapters/export'],
  'csv-parse': ['adapters/csv-records.ts'],
  'simple-statistics': ['core'],
  tinypool: ['adapters/pool'],
  'fastest-levenshtein': ['config', 'adapters/market'],
};

/** Folders that hold no I/O: they import no Node built-in. */
const WITHOUT_NODE = ['core', 'ports', 'workflows'];

/** Folders of which only types may be imported by these. */
const TYPES_ONLY = [
  { from: 'ports', to: 'core' },
  { from: 'cli', to: 'ports' },
];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pathOf = (folder) => {
  if (folder === '.') return '^src/';
  return `^src/${escaped(folder).replace('\\*', '[^/]+')}${folder.endsWith('.ts') ? '$' : '/'}`;
};
const packagePath = (name) => `node_modules/(@types/)?${escaped(name)}/`;

const layers = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `layer: ${folder}`,
  comment: `${folder} may import ${allowed.length === 0 ? 'nothing but itself' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: pathOf(folder) },
  to: { path: '^src/', pathNot: [folder, ...allowed].map(pathOf) },
}));

const doors = Object.entries(DOORS).map(([name, folders]) => ({
  name: `door: ${name}`,
  comment: `Only ${folders.join(' and ')} may import ${name}: everything else goes through a port.`,
  severity: 'error',
  from: { path: '^src/', pathNot: folders.map(pathOf) },
  to: { path: packagePath(name) },
}));

const typesOnly = TYPES_ONLY.map(({ from, to }) => ({
  name: `types-only: ${from}`,
  comment: `${from} imports ${to} for its types only.`,
  severity: 'error',
  from: { path: pathOf(from) },
  to: { path: pathOf(to), dependencyTypesNot: ['type-only'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    ...typesOnly,
    ...doors,
    {
      name: 'no-circular',
      comment: 'Files that need each other are one file, or lack a third one.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-folder-without-a-row',
      comment: 'Every folder of src/ stands in the table of who may import whom.',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(MAY_IMPORT).map(pathOf) },
      to: {},
    },
    {
      name: 'no-import-from-folder-without-a-row',
      comment: 'Every folder of src/ stands in the table of who may import whom.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: Object.keys(MAY_IMPORT).map(pathOf) },
    },
    {
      name: 'no-package-without-a-door',
      comment: 'A package that product code imports is a dependency with a door.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/', pathNot: Object.keys(DOORS).map(packagePath) },
    },
    {
      name: 'no-node-in-pure-folders',
      comment: `${WITHOUT_NODE.join(', ')} take values in and give values out: what needs Node is an adapter.`,
      severity: 'error',
      from: { path: WITHOUT_NODE.map(pathOf) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-way-out-of-src',
      comment: 'Product code imports no test, script or bench.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['local'], pathNot: '^src/|^package\\.json$' },
    },
    {
      name: 'not-resolvable',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: { path: '^src/' },
      // Left out by npm where Node is too old for it.
      to: { couldNotResolve: true, pathNot: '^better-sqlite3-13$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
