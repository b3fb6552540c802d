import { AppError } from '../core/domain/app-error.ts';
import { counted } from '../core/domain/decimal-text.ts';
import { isoMinute, isoUtc } from '../core/domain/time.ts';
import { inspectData, type InspectedSeries } from '../workflows/inspect-data.ts';
import { openSession, type CommandContext } from './command-context.ts';
import type { Output } from './output.ts';

/** `statarb data doctor`: what the cached candles are worth; 3 when something in them can change a decision. */
export async function dataDoctor(
  context: CommandContext,
  flags: { readonly symbol?: string; readonly now?: string },
): Promise<number> {
  const { config, clock } = await openSession(context, flags.now);
  const { compose, output } = context;
  const configured = [...new Set(config.pairs.flatMap(({ x, y }) => [x, y]))];
  const symbols = flags.symbol === undefined ? configured : configured.filter((symbol) => symbol === flags.symbol);
  if (symbols.length === 0) {
    throw new AppError('usage', `--symbol ${flags.symbol ?? ''} is not configured: ${configured.join(', ')}`);
  }
  const store = await compose.existingStore(config);
  try {
    const inspected = inspectData(
      { cache: await compose.cacheInspection(config), store },
      {
        venue: config.exchange.id,
        pairs: config.pairs,
        timeframe: config.timeframe,
        closeGraceMs: config.closeGraceSeconds * 1000,
        now: clock.now(),
        symbols,
      },
    );
    const problems = inspected.flatMap(({ findings }) => findings.filter(({ weight }) => weight === 'problem'));
    output.json({
      now: isoUtc(clock.now()),
      venue: config.exchange.id,
      timeframe: config.timeframe,
      clean: problems.length === 0,
      symbols: inspected.map(seriesJson),
    });
    for (const series of inspected) printSeries(output, series);
    const verdict = `${counted(problems.length, 'problem')} that can change decisions`;
    output.line(problems.length === 0 ? output.style('green', 'clean') : output.style('red', verdict));
    return problems.length === 0 ? 0 : 3;
  } finally {
    store?.close();
  }
}

function seriesJson({ quality, findings }: InspectedSeries) {
  const { symbol, first, last, bars, files, gaps, faultyFiles, damagedFiles, setAside, outliers } = quality;
  const missing = gaps.reduce((sum, gap) => sum + gap.bars, 0);
  const confirmed = gaps.reduce((sum, gap) => sum + gap.confirmed, 0);
  return {
    symbol,
    first: first === null ? null : isoUtc(first),
    last: last === null ? null : isoUtc(last),
    bars,
    files,
    gaps: gaps.map((gap) => ({
      from: isoUtc(gap.from),
      to: isoUtc(gap.to),
      bars: gap.bars,
      confirmed: gap.confirmed,
    })),
    missing_bars: missing,
    confirmed_missing_bars: confirmed,
    bad_rows: faultyFiles.reduce((sum, { faults }) => sum + faults.length, 0),
    damaged_files: damagedFiles.map(({ path }) => path),
    set_aside: setAside.map(({ path, pending }) => ({ path, pending: pending !== null })),
    revisions: quality.revisions.length,
    outliers: outliers.map((outlier) => ({
      bar: isoUtc(outlier.ts),
      log_return: outlier.logReturn,
      scales: outlier.scales,
      suspect: outlier.isSuspect,
    })),
    zero_volume_runs: quality.zeroVolumeRuns.map((run) => ({
      from: isoUtc(run.from),
      to: isoUtc(run.to),
      bars: run.bars,
      one_sided: run.isOneSided,
    })),
    findings: findings.map(({ check, weight, message, fix }) => ({ check, weight, message, fix })),
  };
}

function printSeries(output: Output, { quality, findings }: InspectedSeries): void {
  const { symbol, first, last, bars, files } = quality;
  const span = first === null || last === null ? 'no bars' : `${isoMinute(first)} to ${isoMinute(last)}`;
  output.line(`${output.style('bold', symbol)}  ${span}, ${String(bars)} bars in ${String(files)} files`);
  for (const { weight, message, fix } of findings) {
    output.line(
      `  ${weight === 'problem' ? output.style('red', 'problem') : output.style('dim', 'note   ')}  ${message}`,
    );
    if (fix !== null) output.line(`           → ${fix}`);
  }
}
