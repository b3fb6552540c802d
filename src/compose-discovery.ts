import { dirname, join } from 'node:path';
import { folderCalibrations } from './adapters/calibration/folder-calibrations.ts';
import { checkedReplacement } from './adapters/checked-replacement.ts';
import { ccxtMarketList } from './adapters/market/ccxt-market-list.ts';
import { simulatedMarketList } from './adapters/market/simulated-market-list.ts';
import { discoveryPool } from './adapters/pool/discovery-pool.ts';
import { folderReports } from './adapters/report/folder-reports.ts';
import { sha256Fingerprint } from './adapters/report/sha256-fingerprint.ts';
import type { DiscoverPorts } from './cli/composition.ts';
import type { Config } from './config/load-config.ts';
import type { CacheInspection } from './ports/cache-inspection.ts';
import type { FetchPorts } from './workflows/fetch-history.ts';

interface Parts extends FetchPorts {
  readonly config: Config;
  readonly inspection: CacheInspection;
  readonly workers: number | null;
}

/** What stands behind `statarb discover`. */
export function discoverPorts({ config, inspection, workers, ...ports }: Parts): DiscoverPorts {
  const { exchange, credentials, secrets } = config;
  const isSimulated = exchange.id === 'simulated';
  return {
    ...ports,
    pool: (work) => Promise.resolve(discoveryPool(work, workers)),
    calibrations: folderCalibrations(join(dirname(config.paths.state), 'calibration'), ports.log),
    fingerprint: sha256Fingerprint,
    files: folderReports,
    marketList: isSimulated
      ? simulatedMarketList
      : ccxtMarketList({ ...exchange, credentials, secrets }, ports.clock, ports.log),
    cachedSymbols: (timeframe, quote) => {
      const cached = inspection.spotSymbols(ports.source.venue, timeframe);
      return Promise.resolve(cached.filter((symbol) => symbol.endsWith(`/${quote}`)));
    },
    replaceConfig: checkedReplacement,
  };
}
