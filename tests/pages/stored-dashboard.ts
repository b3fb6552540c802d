import { join } from 'node:path';
import { openTrialLedger } from '../../src/adapters/store/sqlite-trial-ledger.ts';
import { scanOptions } from '../../src/cli/scan-settings.ts';
import { composition } from '../../src/compose.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import type { Dashboard, PairBoard } from '../../src/core/report/dashboard/dashboard-model.ts';
import { dashboardModel } from '../../src/workflows/dashboard-model.ts';
import { marketName, settingKey } from '../../src/workflows/trial-names.ts';
import { HOUR, hourly, openScanner } from '../e2e/scanner.ts';
import { memoryLogger } from '../support/memory-logger.ts';

const PAIR = { x: 'BTC/USDT', y: 'ETH/USDT' };
const START = Date.UTC(2024, 2, 11);
/** The hour of the last scan: an entry of some hours before is still open. */
export const LAST_SCAN: EpochMs = Date.UTC(2024, 2, 30, 0, 1);
/** The scan that should have decided the entry of 2024-03-17T08:00Z: it is left out. */
const LEFT_OUT: EpochMs = Date.UTC(2024, 2, 17, 9, 1);

/** ETH is wilder than this for some days, and calmer again at the end. */
const SETTINGS = {
  exchange: 'simulated',
  symbols: { base: [PAIR.x, PAIR.y] },
  timeframe: '1h',
  filters: { max_realized_vol_annual: 1.25 },
};

export interface StoredDashboard {
  /** The settings file. */
  readonly config: string;
  /** The page that the last scan wrote. */
  readonly page: string;
  /** What stands on it. */
  readonly model: Dashboard;
}

/**
 * Weeks of hourly scans of the simulated venue, one of them left out, a verdict of a backtest, and the page that the last scan
 * wrote: closed trades, an open one, entries that were refused and missed, and holes in the candles.
 */
export async function storedDashboard(folder: string): Promise<StoredDashboard> {
  const quiet = openScanner(folder, SETTINGS);
  const hours = [...hourly(START, LAST_SCAN - HOUR)].filter((now) => now !== LEFT_OUT);
  for await (const { bugs } of quiet.steps(hours)) for (const bug of bugs) throw bug;

  const scanner = openScanner(folder, { ...SETTINGS, outputs: { dashboard: true, metrics: false } });
  const { config } = scanner;
  const ledger = await openTrialLedger(join(folder, 'data', 'trials.db'));
  ledger.recordVerdict(marketName('simulated', PAIR, '1h'), settingKey(config.settings), {
    level: 'NOT TRADEABLE',
    sentence: 'NOT TRADEABLE: lost $40,045 of $40,000, ruined 2021-06-10',
    from: Date.UTC(2018, 0, 1),
    to: Date.UTC(2024, 5, 30),
    judgedAt: Date.UTC(2024, 6, 1),
  });
  ledger.close();
  await scanner.scan(LAST_SCAN);

  const ports = await composition.dashboardPorts(config, composition.clock(LAST_SCAN), memoryLogger());
  try {
    const model = await dashboardModel(ports, scanOptions(config), LAST_SCAN, null);
    return { config: config.file, page: join(folder, 'reports', 'index.html'), model };
  } finally {
    ports.store.close();
  }
}

/** The same page with another state of its pairs. */
export const withBoards = (model: Dashboard, changed: Partial<PairBoard>): Dashboard => ({
  ...model,
  boards: model.boards.map((board) => ({ ...board, ...changed })),
});
