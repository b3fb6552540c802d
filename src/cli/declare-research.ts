import { Option } from 'commander';
import type { BacktestFlags } from './backtest.ts';
import type { CommandLine } from './command-line.ts';
import type { DiscoverFlags } from './discover.ts';
import type { ExportFlags } from './export.ts';
import type { ImportFlags } from './import.ts';
import type { ReplayFlags } from './replay.ts';
import type { SweepFlags } from './sweep.ts';

/** History: candles in and out, backtest, sweep, replay. */
export function declareResearch({ command, runs }: CommandLine): void {
  runs<BacktestFlags>(
    command('backtest', 'history through the very same rules: figures, report, verdict')
      .option('--from <ISO>', 'first bar that may be decided on (default: the first cached one)')
      .option('--to <ISO>', 'end, exclusive (default: the last closed bar)')
      .option('--pair <x~y>', 'this pair (default: the first)')
      .option('--walk-forward', 'choose settings in sample, judge them out of sample', false)
      .option('--audit', 'prove that no decision looks ahead, depends on units or on where history begins', false)
      .option('--offline', 'ask the venue nothing: use cached candles', false)
      .option('--out <folder>', 'where to write (default: the reports folder)')
      .option('--seed <n>', 'seed of every random draw', '1'),
    async (context, flags) => (await import('./backtest.ts')).backtest(context, flags),
  );

  runs<SweepFlags>(
    command('sweep', 'many settings at once: ranking, heat maps, and what the best one is worth')
      .requiredOption('--grid <file>', 'settings to try, as in grid.example.yaml')
      .option('--from <ISO>', 'first bar that may be decided on (default: the first cached one)')
      .option('--to <ISO>', 'end, exclusive (default: the last closed bar)')
      .option('--pair <x~y>', 'this pair (default: the first)')
      .option('--workers <n>', 'worker threads (default: one a processor core)')
      .option('--offline', 'ask the venue nothing: use cached candles', false)
      .option('--out <folder>', 'where to write (default: sweep in the reports folder)'),
    async (context, flags) => (await import('./sweep.ts')).sweep(context, flags),
  );

  runs<DiscoverFlags>(
    command('discover', 'which pairs are cointegrated beyond chance, and what later bars say of them')
      .option(
        '--symbols <list>',
        'these symbols, separated by commas (default: discovery.symbols, else what the venue trades most)',
      )
      .option('--lookback-days <n>', 'formation window: everything is estimated on it')
      .option('--holdout-days <n>', 'days after it that nothing is fitted to')
      .option('--min-correlation <r>', 'of returns')
      .option('--max-q <q>', 'false-discovery rate over all tests')
      .option('--half-life <a..b>', 'bars')
      .option('--min-adv-usd <usd>', 'dollars a day of the thinner leg')
      .option('--top-n <n>', 'how many pairs to choose at most')
      .option('--to <ISO>', 'end of the held-out window, exclusive (default: the last closed bar)')
      .option('--seed <n>', 'seed of every random draw', '1')
      .option('--workers <n>', 'worker threads (default: one a processor core)')
      .option('--offline', 'ask the venue nothing: use cached candles, of all cached symbols', false)
      .addOption(
        new Option('--format <format>', 'print every pair as csv, or the result as json').choices(['csv', 'json']),
      )
      .option('--out <folder>', 'where to write (default: discover/<run id> in the reports folder)')
      .option('--write-config <file>', 'append the chosen and confirmed pairs to this settings file')
      .option(
        '--include-unconfirmed',
        'with --write-config: those that the held-out window did not confirm too',
        false,
      ),
    async (context, flags) => (await import('./discover.ts')).discover(context, flags),
  );

  runs<ReplayFlags>(
    command('replay', 'the real scan, bar by bar over cached candles, held against the backtest')
      .requiredOption('--from <ISO>', 'first bar')
      .requiredOption('--to <ISO>', 'end, exclusive')
      .option('--keep <folder>', 'keep database and tickets in this new folder (default: they are removed)'),
    async (context, flags) => (await import('./replay.ts')).replay(context, flags),
  );

  runs<{ since?: string; until?: string }>(
    command('fetch', 'back-fill the candle cache; goes on where an interrupted run stopped')
      .option('--since <ISO>', 'first bar (default: history_bars before the end)')
      .option('--until <ISO>', 'end, exclusive (default: now)'),
    async (context, flags) => (await import('./fetch.ts')).fetch(context, flags),
  );

  runs<ImportFlags>(
    command('import', 'candles or funding rates from CSV files (plain or .gz) into the cache')
      .argument('<files...>', 'CSV files: Binance bulk klines, CryptoDataDownload, or any with a header')
      .requiredOption('--symbol <symbol>', 'the symbol they belong to, e.g. BTC/USDT')
      .option('--exchange <id>', 'the venue they come from (default: the configured one)')
      .addOption(
        new Option('--prefer <side>', 'which side wins where file and cache differ').choices(['file', 'cache']),
      ),
    async (context, flags, files) => (await import('./import.ts')).importFiles(context, files, flags),
  );

  runs<ExportFlags>(
    command('export', 'data out, for pandas, polars, DuckDB')
      .addOption(
        new Option('--what <table>', 'which table')
          .choices(['candles', 'features', 'trades', 'equity', 'fills'])
          .makeOptionMandatory(),
      )
      .addOption(new Option('--format <format>', 'file format').choices(['csv', 'parquet', 'arrow']).default('csv'))
      .option('--symbol <symbol>', 'candles of this symbol (default: both legs of the pair)')
      .option('--pair <x~y>', 'this pair, e.g. BTC/USDT~ETH/USDT (default: the first)')
      .option('--from <ISO>', 'first bar')
      .option('--to <ISO>', 'end, exclusive')
      .option('--out <file>', 'file to write (default: standard output)'),
    async (context, flags) => (await import('./export.ts')).exportData(context, flags),
  );
}
