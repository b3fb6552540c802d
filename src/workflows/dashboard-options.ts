import type { ChartAssets } from '../core/report/html-page.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';

/** What the dashboard is read from and written with: nothing in it asks a venue. */
export interface DashboardPorts extends Pick<ScanPorts, 'verdictOf' | 'files' | 'log'> {
  readonly source: Pick<CandleSource, 'venue' | 'marketRules'>;
  readonly cache: Pick<CandleCache, 'read' | 'readFunding'>;
  readonly store: Pick<
    CycleStore,
    | 'pairState'
    | 'tradeTotals'
    | 'decisions'
    | 'tickets'
    | 'fillLedger'
    | 'recentTickets'
    | 'recentTrades'
    | 'revisedBars'
    | 'runs'
    | 'channels'
    | 'openTroubles'
  >;
  readonly chartAssets: () => Promise<ChartAssets>;
}

export type DashboardOptions = Pick<
  ScanOptions,
  'pairs' | 'timeframe' | 'settings' | 'closeGraceMs' | 'configHash' | 'healthBars'
> & {
  readonly ticketLinks: string | null;
};
