import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scanMetrics } from '../../../src/core/monitoring/scan-metrics.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const metrics = scanMetrics({
  ...{ version: '1', runAt: 1, succeededAt: 1, durationMs: 1, exitCode: 0, barMs: 1, gaps: 0, revisions: 0 },
  pairs: [],
  channels: [],
  troubles: [],
});
const names = metrics.map(({ name }) => name);

describe('the metrics', () => {
  it('are the only ones that the Grafana dashboard asks for', () => {
    const asked = new Set(read('deploy/grafana-dashboard.json').match(/statarb_\w+/g));
    expect([...asked].filter((name) => !names.includes(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(10);
  });

  it('are the only ones that the alert rules ask for', () => {
    const asked = new Set(read('deploy/prometheus-alerts.yml').match(/statarb_\w+/g));
    expect([...asked].filter((name) => !names.includes(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(3);
  });

  it('are documented, each of them, and no other', () => {
    const documented = new Set(read('deploy/METRICS.md').match(/statarb_\w+/g));
    expect([...documented].sort()).toEqual([...names].sort());
  });

  it('have names of their own, with the unit and the ending that Prometheus asks for', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { name, type } of metrics) expect(name.endsWith('_total')).toBe(type === 'counter');
  });
});
