/** One metric of a scrape: its samples differ in their labels. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  /** A value that is null or NaN is not known, and left out. */
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number | null }[];
}

/**
 * Metrics in the text format that Prometheus reads (version 0.0.4). A metric without a known sample is left out whole: the
 * textfile collector takes no empty ones. Label values are escaped as the format asks.
 */
export function metricText(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, help, type, samples }) => {
      const lines = samples.flatMap(({ labels = {}, value }) =>
        value === null || Number.isNaN(value) ? [] : `${name}${labelText(labels)} ${valueText(value)}`,
      );
      return lines.length === 0
        ? ''
        : `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
    })
    .join('');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeHelp(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

const valueText = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf');
