import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTrialLedger } from '../../../src/adapters/store/sqlite-trial-ledger.ts';
import type { BacktestVerdict } from '../../../src/core/domain/ticket.ts';
import type { TrialLedger } from '../../../src/ports/trial-ledger.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function opened(file = join(tempFolder(), 'trials.db')): Promise<TrialLedger> {
  const ledger = await openTrialLedger(file);
  onTestFinished(() => {
    ledger.close();
  });
  return ledger;
}

const verdict = (judgedAt: number, sentence: string): Omit<BacktestVerdict, 'isSameSettings'> => ({
  ...{ level: 'NOT TRADEABLE', sentence, from: 1, to: 2, judgedAt },
});

describe('the verdicts of backtests', () => {
  it('are not known before the first one', async () => {
    expect((await opened()).verdict('m', 'a')).toBeNull();
  });

  it('on the same settings come before newer ones on others', async () => {
    const ledger = await opened();
    ledger.recordVerdict('m', 'a', verdict(10, 'of a'));
    ledger.recordVerdict('m', 'b', verdict(20, 'of b'));
    ledger.recordVerdict('other market', 'a', verdict(30, 'elsewhere'));
    expect(ledger.verdict('m', 'a')).toEqual({ ...verdict(10, 'of a'), isSameSettings: true });
    expect(ledger.verdict('m', 'c')).toEqual({ ...verdict(20, 'of b'), isSameSettings: false });
  });

  it('are replaced by the next backtest of the same settings', async () => {
    const ledger = await opened();
    ledger.recordVerdict('m', 'a', verdict(10, 'first'));
    ledger.recordVerdict('m', 'a', verdict(11, 'second'));
    expect(ledger.verdict('m', 'a')?.sentence).toBe('second');
  });
});

it('A ledger of 0.1.0, which kept no verdicts, keeps its trials and takes verdicts', async () => {
  const file = join(tempFolder(), 'trials.db');
  const old = new Database(file);
  old.exec(`CREATE TABLE trials (market TEXT NOT NULL, setting TEXT NOT NULL, daily_sharpe REAL,
    PRIMARY KEY (market, setting)) STRICT, WITHOUT ROWID;
    INSERT INTO trials VALUES ('m', 'a', 0.1), ('m', 'b', 0.3);
    PRAGMA application_id = 1937006946; PRAGMA user_version = 1;`);
  old.close();
  const ledger = await opened(file);
  expect(ledger.summary('m').count).toBe(2);
  ledger.recordVerdict('m', 'a', verdict(1, 'now known'));
  expect(ledger.verdict('m', 'a')?.sentence).toBe('now known');
});
