import { join, relative, resolve } from 'node:path';
import { resolvedYaml } from '../config/resolved-yaml.ts';
import { metricsJson } from '../core/report/metrics-json.ts';
import { backtestReport } from '../core/report/backtest-report.ts';
import { backtestSummary } from '../core/report/backtest-summary.ts';
import { runAudits } from '../workflows/audit-run.ts';
import { runBacktest, type BacktestPorts } from '../workflows/backtest-run.ts';
import { writeJudged, writeMeasured } from '../workflows/write-backtest.ts';
import { choosePair } from './choose-pair.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { parseTime } from './parse-time.ts';
import { printAudit } from './print-audit.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

export interface BacktestFlags {
  readonly from?: string;
  readonly to?: string;
  readonly pair?: string;
  readonly walkForward: boolean;
  readonly audit: boolean;
  readonly offline: boolean;
  readonly out?: string;
  readonly seed: string;
}

/** `statarb backtest`: history through the scanner's own rules, measured, judged, drawn. */
export async function backtest(context: CommandContext, flags: BacktestFlags): Promise<number> {
  const counterfactuals = await context.compose.counterfactuals();
  try {
    return await backtestBeside(counterfactuals, context, flags);
  } finally {
    await counterfactuals?.close();
  }
}

async function backtestBeside(
  counterfactuals: BacktestPorts['counterfactuals'],
  context: CommandContext,
  flags: BacktestFlags,
): Promise<number> {
  const { config, clock, log } = await openSession(context);
  const { compose, output } = context;
  const pair = choosePair(config.pairs, flags.pair);
  const seed = wholeNumber('--seed', flags.seed);
  const ports = await compose.backtestPorts(config, clock, log);
  try {
    const run = await runBacktest(
      { ...ports, counterfactuals },
      {
        pair,
        timeframe: config.timeframe,
        settings: config.settings,
        configHash: config.hash,
        codeVersion: version,
        seed,
        from: flags.from === undefined ? null : parseTime('--from', flags.from),
        to: flags.to === undefined ? null : parseTime('--to', flags.to),
        historyBars: config.historyBars,
        closeGraceMs: config.closeGraceSeconds * 1000,
        isOffline: flags.offline,
        walkForward: flags.walkForward ? config.walkForward : null,
        onProgress: ({ symbol, done, total }) => {
          output.progress(symbol, done, total);
        },
      },
    );
    const { measured } = run;
    const report = flags.out === undefined ? config.paths.reports : resolve(flags.out);
    const figures = flags.out === undefined ? join(report, 'backtest', measured.manifest.runId) : report;
    const folders = { figures, report, join };
    const tables = await compose.tableWriter();
    await writeMeasured({ files: ports.files, tables }, measured, resolvedYaml(config), folders);
    const page = backtestReport(measured, ports.chartAssets());
    const result = await run.judge();
    writeJudged(ports.files, result, page(result), folders);
    const audits = flags.audit ? runAudits(run.context, measured.simulation, seed) : [];
    output.json(flags.audit ? { ...metricsJson(result), audits } : metricsJson(result));
    output.line(backtestSummary(result, output.style));
    for (const audit of audits) printAudit(output, audit);
    const shown = (path: string): string => relative(process.cwd(), path) || '.';
    output.line(`Report: ${shown(join(report, 'backtest_report.html'))}   figures: ${shown(figures)}`);
    // A decision that looks ahead is a fault of ours.
    return audits.some(({ outcome }) => outcome === 'fail') ? 70 : 0;
  } finally {
    ports.ledger.close();
  }
}
