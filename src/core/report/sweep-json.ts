import type { SweepResult } from '../backtest/sweep-result.ts';
import { isoUtc } from '../domain/time.ts';
import { settingPlace, SWEEP_FIGURES } from './sweep-columns.ts';

/** A sweep for programs: snake case, best setting first. What is not known is null. */
export function sweepJson(result: SweepResult): Readonly<Record<string, unknown>> {
  const { ranking, asked, isPartial, evidence, verdict, heatMaps } = result;
  return {
    settings_asked: asked,
    settings_tried: ranking.length,
    partial: isPartial,
    verdict: { level: verdict.level, sentence: `${verdict.level}: ${verdict.reason}` },
    deflated_sharpe: known(evidence.deflatedSharpe),
    trials: evidence.trials,
    trials_variance: known(evidence.trialsVariance),
    pbo: known(evidence.pbo),
    pbo_settings: evidence.pboSettings,
    heat_maps: heatMaps.map(({ rowAxis, columnAxis, rows, columns, cells }) => ({
      figure: 'sharpe',
      row_axis: rowAxis,
      column_axis: columnAxis,
      rows,
      columns,
      medians: cells.map((row) => row.map(known)),
    })),
    ranking: ranking.map((tried) => ({
      settings: settingPlace(tried),
      ...Object.fromEntries(SWEEP_FIGURES.map(({ id, value }) => [id, known(value(tried.figures))])),
      ruined_at: tried.figures.ruinedAt === null ? null : isoUtc(tried.figures.ruinedAt),
    })),
  };
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
