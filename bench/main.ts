/** Every bench: prints its own table and says whether its targets are met. */
const BENCHES = new Map<string, () => Promise<boolean>>([
  ['features', async () => (await import('./features.ts')).benchFeatures()],
  ['backtest', async () => (await import('./backtest.ts')).benchBacktest()],
  ['sweep', async () => (await import('./sweep.ts')).benchSweep()],
  ['discover', async () => (await import('./discover.ts')).benchDiscover()],
  ['scan', async () => (await import('./scan.ts')).benchScan()],
]);

// `npm run bench -- scan`; without a name, all of them.
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : BENCHES.keys()) {
  const bench = BENCHES.get(name);
  if (bench === undefined) throw new Error(`no bench is called ${name}: there are ${[...BENCHES.keys()].join(', ')}`);
  console.log(`\n${name}`);
  if (!(await bench())) process.exitCode = 1;
}

export {};
