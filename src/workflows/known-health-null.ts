import {
  HEALTH_NULL_VERSION,
  HEALTH_WALKS,
  healthNull,
  isHealthNull,
  type HealthNull,
} from '../core/features/health-null.ts';
import type { CalibrationCache } from '../ports/calibration-cache.ts';

/** What random walks of so many bars show, read where it was stored, else worked out (about 50 ms) and stored. */
export function knownHealthNull(calibrations: CalibrationCache, bars: number): HealthNull {
  const name = `health_${bars}_bars_${HEALTH_WALKS}_walks_v${HEALTH_NULL_VERSION}`;
  const stored = calibrations.read(name);
  if (isHealthNull(stored)) return stored;
  const fresh = healthNull(bars);
  calibrations.write(name, fresh);
  return fresh;
}
