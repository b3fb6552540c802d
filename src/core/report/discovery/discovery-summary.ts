import type { Calibrated, DiscoveryResult, JudgedPair } from '../../discovery/discovery-result.ts';
import { alignedLines } from '../aligned-lines.ts';
import { standingWords } from './standing-words.ts';
import { dayText } from '../figure-text.ts';

type SummaryStyle = (name: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

const ROWS = 15;
const HEADS = [
  '#',
  'y',
  'x',
  'q',
  'p',
  'corr',
  'beta',
  'half-life',
  'Hurst',
  'σ/cost',
  '$/day',
  'parts',
  'held p',
  'held-out net',
  '',
];

/**
 * A discovery for the terminal: its sentence, the first pairs, what was left out. Lines are joined by newlines, without one at
 * the end. @param style colours a text, or returns it as it is
 */
export function discoverySummary(result: DiscoveryResult, style: SummaryStyle): string {
  const { formation, holdout, leftOut, pairs } = result;
  const colour = result.confirmed > 0 ? 'green' : result.chosen > 0 ? 'yellow' : 'red';
  const [level, ...rest] = result.sentence.split(':');
  const rows = pairs.slice(0, ROWS).map(pairRow);
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))];
  const count = (wanted: string): number => leftOut.filter(({ reason }) => reason === wanted).length;
  return [
    `${style('bold', style(colour, `${level}:`))}${style('bold', rest.join(':'))}`,
    `Formation ${dayText(formation.from)} to ${dayText(formation.to)}, held out to ${dayText(holdout.to)}; ${result.symbols.length} symbols, ${result.pairsTested} pairs, both orders.`,
    detectable(result),
    '',
    ...alignedLines([HEADS, ...rows], 'rllrrrrrrrrrrrl', (line, row) => (row === 0 ? style('dim', line) : line)),
    style(
      'dim',
      'half-life (bars) and Hurst: in brackets the share of random walks below. parts: quarters that pass alone.',
    ),
    ...(pairs.length > ROWS ? [style('dim', `and ${result.pairsTested - ROWS} more`)] : []),
    ...(leftOut.length > 0
      ? ['', `Left out: ${reasons.map((reason) => `${count(reason)} ${reason}`).join(', ')}`]
      : []),
  ].join('\n');
}

function detectable({ detectableHalfLife, formation }: DiscoveryResult): string {
  if (Number.isNaN(detectableHalfLife))
    return `${formation.bars} bars are too few for so many tests: no pair could pass.`;
  return `A pair slower than ${Math.round(detectableHalfLife)} bars of half-life would be missed more often than 1 time in 5: look at more days, not at a laxer line.`;
}

function pairRow(judged: JudgedPair): string[] {
  const { pair, engleGranger, heldOut } = judged;
  const [low, high] = heldOut.netInterval;
  const interval = Number.isNaN(low) ? '' : ` (${dollars(low)} … ${dollars(high)})`;
  return [
    String(judged.rank),
    pair.y,
    pair.x,
    fixed(judged.q, 3),
    small(Math.min(engleGranger.yOnX.pValue, engleGranger.xOnY.pValue)),
    fixed(judged.correlation, 2),
    fixed(judged.beta, 2),
    beside(judged.halfLife, 0),
    beside(judged.hurst, 2),
    fixed(judged.sigmaInCosts, 1),
    `${fixed(judged.advUsd / 1e6, 1)}M`,
    fixed(4 * judged.subWindowShare, 0),
    fixed(heldOut.pValue, 2),
    `${dollars(heldOut.net)}${interval}`,
    standingWords(judged),
  ];
}

const beside = ({ value, nullPercentile }: Calibrated, digits: number): string =>
  `${fixed(value, digits)} (${fixed(100 * nullPercentile, 0)} %)`;

const fixed = (value: number, digits: number): string => {
  if (Number.isNaN(value)) return '–';
  return Number.isFinite(value) ? value.toFixed(digits) : '∞';
};
const small = (p: number): string => (p >= 0.001 || Number.isNaN(p) ? fixed(p, 3) : p.toExponential(0));
const dollars = (usd: number): string =>
  Number.isNaN(usd) ? '–' : `${usd < 0 ? '−' : '+'}$${Math.abs(Math.round(usd)).toLocaleString('en-US')}`;
