import { isoMinute, type EpochMs } from '../domain/time.ts';

/** What one audit found. */
export interface AuditResult {
  readonly name: 'look_ahead' | 'units' | 'warm_up';
  /** What must hold, in words. */
  readonly claim: string;
  /** Bars checked, and those of them on which something differed. */
  readonly checked: number;
  readonly different: number;
  /** The first few differences, one line each. */
  readonly differences: readonly string[];
  /** `known`: it differs, and by the definition of the setting it must (`note` says why). */
  readonly outcome: 'pass' | 'fail' | 'known';
  readonly note: string | null;
}

const SHOWN = 5;

/** Collects what differs bar by bar, and keeps the first few lines. */
export interface DifferenceTally {
  /** What differs on a bar; nothing when the lines are none. */
  add(bar: EpochMs, lines: readonly string[]): void;
  result(known: Pick<AuditResult, 'name' | 'claim' | 'checked'>, note?: string): AuditResult;
}

export function differenceTally(): DifferenceTally {
  const differences: string[] = [];
  let different = 0;
  return {
    add(bar, lines) {
      if (lines.length > 0) different++;
      for (const line of lines) if (differences.length < SHOWN) differences.push(`${isoMinute(bar)}: ${line}`);
    },
    result: (known, note) => ({
      ...known,
      different,
      differences,
      outcome: different === 0 ? 'pass' : note === undefined ? 'fail' : 'known',
      note: different === 0 || note === undefined ? null : note,
    }),
  };
}
