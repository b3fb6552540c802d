import { AppError } from '../core/domain/app-error.ts';
import { isoMinute, timeframeMs } from '../core/domain/time.ts';
import { confirmGaps } from '../workflows/confirm-gaps.ts';
import { fetchHistory } from '../workflows/fetch-history.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { parseTime } from './parse-time.ts';
import { recordRevisions } from './record-revisions.ts';

/** `statarb fetch`: back-fills the cache for every configured symbol. */
export async function fetch(
  context: CommandContext,
  flags: { readonly since?: string; readonly until?: string },
): Promise<number> {
  const session = await openSession(context);
  const { config, clock, log } = session;
  const { compose, output } = context;
  const to = flags.until === undefined ? clock.now() : parseTime('--until', flags.until);
  const from =
    flags.since === undefined
      ? to - config.historyBars * timeframeMs(config.timeframe)
      : parseTime('--since', flags.since);
  if (from >= to) throw new AppError('usage', `--since ${isoMinute(from)} is not before --until ${isoMinute(to)}`);
  const symbols = [...new Set(config.pairs.flatMap(({ y, x }) => [x, y]))];
  const [source, cache] = await Promise.all([compose.source(config, clock, log), compose.cache(config, log)]);
  const back = await fetchHistory(
    { source, cache, clock, log },
    {
      symbols,
      timeframe: config.timeframe,
      from,
      to,
      closeGraceMs: config.closeGraceSeconds * 1000,
      onProgress: ({ symbol, done, total }) => {
        output.progress(symbol, done, total);
      },
    },
  );
  const openStore = (): ReturnType<typeof compose.store> => compose.store(config);
  const fetched = await confirmGaps({ source, cache, clock, openStore }, config.timeframe, back);
  await recordRevisions(
    compose,
    session,
    fetched.flatMap(({ revisions }) => revisions),
  );
  output.json({
    venue: source.venue,
    symbols: fetched.map(({ symbol, added, unchanged, revisions, missing }) => ({
      symbol,
      added,
      unchanged,
      revised: revisions.length,
      missing,
    })),
  });
  for (const { symbol, added, unchanged, revisions, missing, missingStretches } of fetched) {
    output.line(
      `${output.style('bold', symbol)}  ${String(added)} bars added, ${String(unchanged)} unchanged, ` +
        `${String(revisions.length)} revised, ${String(missing)} missing at ${source.venue}`,
    );
    for (const gap of missingStretches.slice(0, 5)) {
      output.line(output.style('dim', `  missing ${isoMinute(gap.from)} to ${isoMinute(gap.to)}`));
    }
    if (missingStretches.length > 5)
      output.line(output.style('dim', `  and ${String(missingStretches.length - 5)} more`));
  }
  return 0;
}
