import { checkedReplacement } from './adapters/checked-replacement.ts';
import { discoveryPool } from './adapters/pool/discovery-pool.ts';
import { folderReports } from './adapters/report/folder-reports.ts';
import { sha256Fingerprint } from './adapters/report/sha256-fingerprint.ts';
import type { DiscoverPorts } from './cli/composition.ts';
import type { CacheInspection } from './ports/cache-inspection.ts';
import type { FetchPorts } from './workflows/fetch-history.ts';

/** What stands behind `statarb discover`. */
export function discoverPorts({
  inspection,
  workers,
  ...ports
}: FetchPorts & { readonly inspection: CacheInspection; readonly workers: number | null }): DiscoverPorts {
  return {
    ...ports,
    pool: (work) => Promise.resolve(discoveryPool(work, workers)),
    fingerprint: sha256Fingerprint,
    files: folderReports,
    cachedSymbols: (timeframe, quote) =>
      Promise.resolve(
        inspection.spotSymbols(ports.source.venue, timeframe).filter((symbol) => symbol.endsWith(`/${quote}`)),
      ),
    replaceConfig: checkedReplacement,
  };
}
