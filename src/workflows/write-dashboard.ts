import { dashboardPage } from '../core/report/dashboard/dashboard-page.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { RunRecord } from '../ports/cycle-store.ts';
import { dashboardModel } from './dashboard-model.ts';
import type { DashboardOptions, DashboardPorts } from './dashboard-options.ts';

/**
 * Writes the dashboard anew from what is stored on this machine; asks no venue.
 * @param path the file to replace
 * @param run see `dashboardModel`
 * @throws AppError `storage` when the store, the cache or the file cannot be read or written
 */
export async function writeDashboard(
  ports: DashboardPorts,
  options: DashboardOptions,
  path: string,
  now: EpochMs,
  run: RunRecord | null,
): Promise<void> {
  const [model, assets] = await Promise.all([dashboardModel(ports, options, now, run), ports.chartAssets()]);
  ports.files.write(path, dashboardPage(model, assets));
}
