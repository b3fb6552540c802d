import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * The charting library as text, to be put into a report: its program and its style sheet, from the installed package. It is
 * found from wherever this file runs, in `src` as well as bundled into `dist`.
 * @throws Error when the package is not installed
 */
export function chartAssets(): { chartScript: string; chartStyle: string } {
  const require = createRequire(import.meta.url);
  return {
    chartScript: readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    chartStyle: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  };
}
