import { CUSUM_BOUND, type HealthFigure, type PairHealth } from '../domain/pair-health.ts';
import { percent } from './format.ts';

/** From here on the residual is said not to look stationary. */
const LOOKS_STATIONARY = 0.05;

/** One figure beside what random walks show. */
export interface HealthLine {
  readonly figure: HealthFigure;
  readonly name: string;
  readonly value: string;
  /** Share of random-walk pairs that lie below; a dash where it is not known. */
  readonly percentile: string;
  /** What the figure tells, in a few words. */
  readonly meaning: string;
}

/**
 * The health of a pair in two lines, for tickets and terminals; none where it is not known:
 * `Health p 0.31: the residual does not look stationary over 720 bars; random walks show this in 31 %`.
 */
export function healthInWords(health: PairHealth | null | undefined): string[] {
  if (health == null || Number.isNaN(health.figures.p)) return [];
  const others = healthLines(health).filter(({ figure }) => figure !== 'p');
  return [
    `Health ${healthSentence(health)}`,
    `${others.map(({ name, value, percentile }) => `${name} ${value} (${percentile})`).join(', ')}; in brackets, the share of random walks below`,
  ];
}

/** `p 0.31: the residual does not look stationary over 720 bars; random walks show this in 31 %`. */
export function healthSentence({ bars, figures, percentiles }: PairHealth): string {
  const look = figures.p <= LOOKS_STATIONARY ? 'looks' : 'does not look';
  return `p ${pText(figures.p)}: the residual ${look} stationary over ${bars} bars; random walks show this in ${percent(percentiles.p)}`;
}

/** Every figure, p first. */
export function healthLines({ bars, figures, percentiles }: PairHealth): HealthLine[] {
  const line = (figure: HealthFigure, name: string, value: string, meaning: string): HealthLine => ({
    ...{ figure, name, value, meaning },
    percentile: Number.isNaN(percentiles[figure]) ? '–' : percentiles[figure].toFixed(2),
  });
  const { p, halfLife, betaDrift, correlation, cusum } = figures;
  return [
    line('p', 'p', pText(p), 'Engle–Granger: small when the residual looks stationary'),
    line('halfLife', 'half-life', barsText(halfLife), 'until half of a deviation is gone'),
    line(
      'betaDrift',
      'beta drift',
      signedPercent(betaDrift),
      `beta of the last ${Math.floor(bars / 4)} bars against all of them`,
    ),
    line('correlation', 'correlation', number(correlation), 'of the returns of the legs'),
    line('cusum', 'CUSUM', number(cusum), `the residual has shifted beyond ${CUSUM_BOUND}`),
  ];
}

/** A p-value in two decimals, or as many as it takes to stand on its side of a limit. */
export function pText(p: number, limit = NaN): string {
  if (Number.isNaN(p)) return '–';
  for (let decimals = 2; decimals < 8; decimals++) {
    const text = p.toFixed(decimals);
    if (Number.isNaN(limit) || Math.sign(Number(text) - limit) === Math.sign(p - limit)) return text;
  }
  return String(p);
}

const number = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2));

const signedPercent = (value: number): string =>
  Number.isFinite(value) ? `${value < 0 ? '' : '+'}${percent(value)}` : '–';

const barsText = (bars: number): string =>
  Number.isNaN(bars) ? '–' : bars === Infinity ? 'none' : `${bars.toFixed(bars < 10 ? 1 : 0)} bars`;
