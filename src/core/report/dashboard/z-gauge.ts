import type { PositionSide } from '../../domain/order.ts';
import type { StrategySettings } from '../../domain/settings.ts';
import { exitBounds } from '../../tickets/exit-bounds.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';

/** What the gauge shows. */
export interface GaugeReading {
  /** Null where not known: then only the scale is drawn. */
  readonly z: number | null;
  readonly zPrev: number | null;
  readonly side: PositionSide;
  /** No trade comes any more: the scale has no zones. */
  readonly isOver: boolean;
  /** z at the entry, while a position is open. */
  readonly zEntry: number | null;
  readonly settings: Pick<StrategySettings, 'thresholds' | 'strategy'>;
}

interface Zone {
  readonly from: number;
  readonly to: number;
  readonly kind: 'go' | 'stop';
}

interface Tick {
  readonly z: number;
  readonly word: string;
}

const AIR = 0.5;
/** Percent of the width that two names need between them. */
const LEAST_APART = 6;
const LEAST_APART_ON_A_PHONE = 16;

/**
 * z on its scale, as SVG that keeps its text size at every width: zones in which something happens, the levels that bound them,
 * z now and where it was a bar ago.
 */
export function zGauge(reading: GaugeReading): string {
  const { z, zPrev, zEntry } = reading;
  const { zones, ticks } = layout(reading);
  const reach =
    AIR + Math.max(...ticks.map((tick) => Math.abs(tick.z)), ...[z, zPrev, zEntry].map((one) => Math.abs(one ?? 0)));
  const at = (value: number): number => (50 * (Math.max(-reach, Math.min(reach, value)) + reach)) / reach;
  const place = (value: number): string => `${at(value).toFixed(2)}%`;
  const parts = [
    `<rect class="track" x="0" y="44" width="100%" height="12" rx="6"/>`,
    ...(reading.isOver ? [] : zones).map(({ from, to, kind }) => {
      const left = at(from);
      return `<rect class="zone ${kind}" x="${left.toFixed(2)}%" y="44" width="${(at(to) - left).toFixed(2)}%" height="12"/>`;
    }),
    `<line class="zero" x1="50%" x2="50%" y1="40" y2="60"/>`,
    ...ticks.map((tick) => tickMark(tick, at(tick.z))),
    ...(zEntry === null
      ? []
      : [
          entryMark(
            zEntry,
            at(zEntry),
            ticks.map((tick) => at(tick.z)),
          ),
        ]),
  ];
  if (z !== null) {
    if (zPrev !== null) {
      parts.push(
        `<line class="trail" x1="${place(zPrev)}" x2="${place(z)}" y1="50" y2="50"/>`,
        `<circle class="was" cx="${place(zPrev)}" cy="50" r="3.5"/>`,
      );
    }
    parts.push(
      `<circle class="now" cx="${place(z)}" cy="50" r="8"/>`,
      `<text class="value" x="${place(z)}" y="26" text-anchor="${anchor(at(z))}">z ${figureText(z, 'ratio')}</text>`,
    );
  }
  return `<svg class="gauge" role="img" aria-label="${escapeHtml(spoken(reading, ticks))}" width="100%" height="104">${parts.join('')}</svg>`;
}

function layout({ side, settings }: GaugeReading): {
  readonly zones: readonly Zone[];
  readonly ticks: readonly Tick[];
} {
  const { thresholds, strategy } = settings;
  const { zIn, zStop } = thresholds;
  const end = 1e9;
  if (side === 'flat') {
    const isRevert = strategy.direction === 'revert';
    const limit = isRevert ? zStop : end;
    const [low, high] = isRevert ? ['long', 'short'] : ['short', 'long'];
    return {
      zones: [
        { from: -limit, to: -zIn, kind: 'go' },
        { from: zIn, to: limit, kind: 'go' },
        ...(isRevert
          ? [
              { from: -end, to: -zStop, kind: 'stop' as const },
              { from: zStop, to: end, kind: 'stop' as const },
            ]
          : []),
      ],
      ticks: [
        { z: -zIn, word: low },
        { z: zIn, word: high },
        ...(isRevert
          ? [
              { z: -zStop, word: 'too far' },
              { z: zStop, word: 'too far' },
            ]
          : []),
      ],
    };
  }
  const { leave, stop } = exitBounds({ position: side, thresholds, direction: strategy.direction });
  return {
    zones: [
      leave.isAbove ? { from: leave.level, to: end, kind: 'go' } : { from: -end, to: leave.level, kind: 'go' },
      ...(stop === null
        ? []
        : [
            stop.isAbove
              ? { from: stop.level, to: end, kind: 'stop' as const }
              : { from: -end, to: stop.level, kind: 'stop' as const },
          ]),
    ],
    ticks: [{ z: leave.level, word: 'leave' }, ...(stop === null ? [] : [{ z: stop.level, word: 'stop' }])],
  };
}

function tickMark({ z, word }: Tick, at: number): string {
  const place = `${at.toFixed(2)}%`;
  const side = anchor(at);
  return `<line class="notch" x1="${place}" x2="${place}" y1="40" y2="60"/><text class="level" x="${place}" y="78" text-anchor="${side}">${figureText(z, 'count')}</text><text class="word" x="${place}" y="95" text-anchor="${side}">${word}</text>`;
}

/** Where the position was entered; named where there is room beside the levels. */
function entryMark(z: number, at: number, others: readonly number[]): string {
  const place = `${at.toFixed(2)}%`;
  const side = anchor(at);
  const line = `<line class="entry" x1="${place}" x2="${place}" y1="38" y2="62"/>`;
  const apart = Math.min(...others.map((other) => Math.abs(other - at)));
  if (apart < LEAST_APART) return line;
  const name = (kind: string, y: number, text: string): string =>
    `<text class="${kind}${apart < LEAST_APART_ON_A_PHONE ? ' roomy' : ''}" x="${place}" y="${y}" text-anchor="${side}">${text}</text>`;
  return line + name('level', 78, figureText(z, 'ratio')) + name('word', 95, 'entered');
}

/** Near an edge text hangs to the inside. */
const anchor = (at: number): string => (at < 9 ? 'start' : at > 91 ? 'end' : 'middle');

function spoken({ z, side }: GaugeReading, ticks: readonly Tick[]): string {
  const levels = ticks.map((tick) => `${tick.word} ${figureText(tick.z, 'count')}`).join(', ');
  return `z is ${z === null ? 'not known' : figureText(z, 'ratio')}; ${side.replace('_', ' ')}; levels: ${levels}`;
}
