import { expect, it } from 'vitest';
import { metricText, type Metric } from '../../../src/core/monitoring/metric-text.ts';

const gauge = (samples: Metric['samples'], help = 'Some help.'): Metric => ({
  ...{ name: 'statarb_z', help, type: 'gauge', samples },
});

it('Metrics are written as Prometheus reads them', () => {
  expect(
    metricText([
      gauge([
        { labels: { pair: 'A~B' }, value: -1.5 },
        { labels: { pair: 'C~D' }, value: 2 },
      ]),
    ]),
  ).toBe('# HELP statarb_z Some help.\n# TYPE statarb_z gauge\nstatarb_z{pair="A~B"} -1.5\nstatarb_z{pair="C~D"} 2\n');
  expect(metricText([gauge([{ value: Infinity }])])).toContain('\nstatarb_z +Inf\n');
});

it('What is not known is left out, and with it a metric that has nothing else', () => {
  expect(metricText([gauge([{ value: null }, { value: NaN }])])).toBe('');
});

it('A label cannot end its quotes or its line, whatever a symbol is called', () => {
  const text = metricText([gauge([{ labels: { pair: 'A"} 1\nevil 2\\' }, value: 1 }], 'two\nlines')]);
  expect(text.split('\n')).toEqual([
    '# HELP statarb_z two\\nlines',
    '# TYPE statarb_z gauge',
    'statarb_z{pair="A\\"} 1\\nevil 2\\\\"} 1',
    '',
  ]);
});
