import type { Judgement, MeasuredBacktest } from '../backtest/backtest-result.ts';
import { pairName } from '../domain/pair.ts';
import { bandData, chartData } from './chart-data.ts';
import { chartsSection } from './charts-section.ts';
import { pageClient } from './client/page-client.ts';
import { distributionSection } from './distribution-section.ts';
import { figuresSection } from './figures-section.ts';
import { htmlPage, type ChartAssets } from './html-page.ts';
import { monthlySection } from './monthly-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { chartStyle } from './style/chart-style.ts';
import { pageStyle } from './style/page-style.ts';
import { printStyle } from './style/print-style.ts';
import { tableStyle } from './style/table-style.ts';
import { tradesSection } from './trades-section.ts';
import { verdictSection } from './verdict-section.ts';
import { walkForwardSection } from './walk-forward-section.ts';

/**
 * A backtest as one HTML file that needs no network: verdict first, then its gates, figures, charts, tables and settings.
 * A pure function of its arguments: the same result gives the same bytes. Holds every bar; 57,000 bars make about 1.7 MB.
 * Text from outside (symbols, venue, labels, hashes) stays text.
 *
 * Most of it can be drawn before there is a verdict.
 * @returns what puts the verdict in and gives the file
 */
export function backtestReport(measured: MeasuredBacktest, assets: ChartAssets): (judgement: Judgement) => string {
  const afterVerdict = [
    figuresSection(measured),
    chartsSection(measured),
    monthlySection(measured),
    distributionSection(measured),
    tradesSection(measured),
    walkForwardSection(measured),
    provenanceSection(measured),
  ].join('\n');
  const data = chartData(measured);
  return ({ verdict, randomWalkBand }) =>
    htmlPage({
      title: `${verdict.level} · ${pairName(measured.pair)} · backtest`,
      styles: [assets.chartStyle, pageStyle, tableStyle, chartStyle, printStyle],
      main: `${verdictSection(measured, verdict)}\n${afterVerdict}`,
      data: { ...data, band: bandData(randomWalkBand) },
      scripts: [assets.chartScript, pageClient],
    });
}
