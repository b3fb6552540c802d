import { Option } from 'commander';
import type { PnlBy } from '../core/report/pnl-text.ts';
import type { CloseFlags } from './close.ts';
import type { CommandLine } from './command-line.ts';
import type { FillFlags } from './fill.ts';
import type { ImportFillsFlags } from './import-fills.ts';

/** Gathers an option that may be given several times. */
const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** What people did with the tickets. */
export function declareFills({ command, runs }: CommandLine): void {
  runs<FillFlags>(
    command('fill', 'what was really traded for a ticket: record, correct, void, or list')
      .argument('<ticket>', 'its id, a part of it that fits no other, or last')
      .option('--leg <leg>', 'ETH, ETH/USDT, or what was traded instead, e.g. the perpetual ETH/USDT:USDT')
      .option('--qty <n>', 'base units, above 0: the side is the ticket’s')
      .option('--price <n>', 'average price of this fill')
      .option('--fee <usd>', 'fee paid; below 0 for a rebate (default: 0)')
      .option('--at <ISO>', 'when it was filled (default: now)')
      .option('--id <id>', 'the exchange’s id of the trade: the same id is never recorded twice')
      .option('--void <fill no>', 'this fill was wrong; it stays in the list, marked')
      .option('--correct <fill no>', 'void it and record the right numbers: --qty, --price, --fee, --at')
      .option('--why <text>', 'a word on --void or --correct')
      .option('--force', 'take a price or fee that looks like a slip of the finger', false),
    async (context, flags, [ticket]) => (await import('./fill.ts')).fill(context, ticket, flags),
  );

  runs<{ why?: string; undo: boolean }>(
    command('skip', 'this ticket is not placed')
      .argument('<ticket>', 'its id, a part of it that fits no other, or last')
      .option('--why <text>', 'a word on it')
      .option('--undo', 'it is placed after all', false),
    async (context, flags, [ticket]) => (await import('./skip.ts')).skip(context, ticket, flags),
  );

  runs<CloseFlags>(
    command('close', 'flatten what is really held: the orders, or with prices the fills they became')
      .argument('<pair>', 'the pair, or a part of its name')
      .option('--price <symbol=price>', 'what an order was done at; once an instrument', collect)
      .option('--fee <usd>', 'fees of all orders together, or symbol=fee once an instrument (default: 0)', collect)
      .option('--at <ISO>', 'when it was done (default: now)')
      .option('--force', 'take a price that looks like a slip of the finger', false),
    async (context, flags, [pair]) => (await import('./close.ts')).close(context, pair, flags),
  );

  runs<ImportFillsFlags>(
    command('import-fills', 'fills from exchanges’ trade exports, matched to tickets by symbol, side and time')
      .argument('<files...>', 'CSV files (plain or .gz): Binance spot or USD-M futures, Kraken, or any with a header')
      .option('--exchange <id>', 'where they come from (default: what the file says, else the configured one)')
      .option('--within <hours>', 'how long after its decision a ticket takes rows (default: its validity and one bar)')
      .option('--dry-run', 'say what would be recorded, record nothing', false),
    async (context, flags, files) => (await import('./import-fills.ts')).importFillFiles(context, files, flags),
  );

  runs<{ by: PnlBy; pair?: string }>(
    command('pnl', 'real P&L beside paper P&L, and what the tickets’ prices would have made')
      .addOption(new Option('--by <rows>', 'what a row is').choices(['trade', 'month', 'leg']).default('trade'))
      .option('--pair <x~y>', 'one pair only, or a part of its name'),
    async (context, flags) => (await import('./pnl.ts')).pnl(context, flags),
  );
}
