import type { BacktestResult } from '../backtest/backtest-result.ts';
import { pairName } from '../domain/pair.ts';
import { chartData } from './chart-data.ts';
import { chartsSection } from './charts-section.ts';
import { pageClient } from './client/page-client.ts';
import { distributionSection } from './distribution-section.ts';
import { embeddedCode, embeddedJson, escapeHtml } from './escape-html.ts';
import { figuresSection } from './figures-section.ts';
import { monthlySection } from './monthly-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { chartStyle } from './style/chart-style.ts';
import { pageStyle } from './style/page-style.ts';
import { printStyle } from './style/print-style.ts';
import { tableStyle } from './style/table-style.ts';
import { tradesSection } from './trades-section.ts';
import { verdictSection } from './verdict-section.ts';
import { walkForwardSection } from './walk-forward-section.ts';

/** The charting library as text: its program, which defines `uPlot`, and its style sheet. */
export interface ChartAssets {
  readonly chartScript: string;
  readonly chartStyle: string;
}

// Nothing is loaded and nothing is sent, whatever the page is made to contain.
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A backtest as one HTML file that needs no network: verdict first, then its gates, figures, charts, tables and settings.
 * A pure function of its arguments: the same result gives the same bytes. Holds every bar; 57,000 bars make about 1.7 MB.
 * Text from outside (symbols, venue, labels, hashes) stays text.
 */
export function backtestReport(result: BacktestResult, assets: ChartAssets): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${result.verdict.level} · ${pairName(result.pair)} · backtest`)}</title>
<link rel="icon" href="data:,">
<style>${embeddedCode(assets.chartStyle)}${pageStyle}${tableStyle}${chartStyle}${printStyle}</style>
</head>
<body>
<main>
${[
  verdictSection(result),
  figuresSection(result),
  chartsSection(result),
  monthlySection(result),
  distributionSection(result),
  tradesSection(result),
  walkForwardSection(result),
  provenanceSection(result),
].join('\n')}
</main>
<script type="application/json" id="report-data">${embeddedJson(chartData(result))}</script>
<script>${embeddedCode(assets.chartScript)}</script>
<script>${embeddedCode(pageClient)}</script>
</body>
</html>
`;
}
