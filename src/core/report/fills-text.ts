import type { Fill } from '../domain/fill.ts';
import { baseOf, LEGS } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isoMinute } from '../domain/time.ts';
import { percent, price, quantity } from '../tickets/format.ts';
import { alignedLines } from './aligned-lines.ts';
import { figureText } from './figure-text.ts';

type TextStyle = (name: 'dim' | 'strikethrough', text: string) => string;

/**
 * Every fill of a ticket for the terminal, voided ones marked (and struck on a terminal), oldest first.
 * @param fills those of the ticket alone
 */
export function fillsText(fills: readonly Fill[], style: TextStyle): string {
  const heads = ['fill', 'at (UTC)', 'side', 'instrument', 'quantity', 'price', 'fee', 'from', ''];
  const replacedBy = new Map(fills.flatMap(({ no, replaces }) => (replaces === null ? [] : [[replaces, no]])));
  const cells = fills.map((fill) => [
    String(fill.no),
    isoMinute(fill.at),
    fill.action.toUpperCase(),
    fill.instrument,
    quantity(fill.quantity, null),
    price(fill.price),
    figureText(fill.feeUsd, 'usd'),
    [fill.source, fill.externalId].filter((part) => part !== null).join(' '),
    voidWords(fill, replacedBy.get(fill.no)),
  ]);
  return alignedLines([heads, ...cells], 'rlllrrrll', (line, row) => {
    if (row === 0) return style('dim', line);
    return fills[row - 1].voided === null ? line : style('strikethrough', line);
  }).join('\n');
}

function voidWords({ voided }: Fill, replacedBy: number | undefined): string {
  if (voided === null) return '';
  const by = replacedBy === undefined ? '' : `, replaced by ${replacedBy}`;
  return `VOID since ${isoMinute(voided.at)}${by}${voided.why === null ? '' : `: ${voided.why}`}`;
}

/** `ETH 100 %, BTC 40 %`: how much of each leg of a ticket is filled. */
export function filledShares(ticket: Ticket, fills: readonly Fill[]): string {
  return LEGS.map((leg) => {
    const { action, quantity: wanted, symbol } = ticket.legs[leg];
    const filled = fills
      .filter((fill) => fill.voided === null && fill.leg === leg && fill.action === action)
      .reduce((sum, fill) => sum + fill.quantity, 0);
    return `${baseOf(symbol)} ${percent(filled / wanted)}`;
  }).join(', ');
}

/** One fill as it was recorded: `BUY 16.5766 ETH/USDT at 1258.9 (1.0 bps worse than the ticket's 1258.78), fee $20.87`. */
export function fillWords(fill: Fill, ticket: Ticket): string {
  const reference = ticket.legs[fill.leg].referencePrice;
  const worse = (fill.price / reference - 1) * (fill.action === 'buy' ? 1 : -1) * 10_000;
  const against =
    Math.abs(worse) < 0.05
      ? "the ticket's price"
      : `${figureText(Math.abs(worse), 'bps')} ${worse > 0 ? 'worse' : 'better'} than the ticket's ${price(reference)}`;
  return (
    `${fill.action.toUpperCase()} ${quantity(fill.quantity, null)} ${fill.instrument} at ${price(fill.price)} ` +
    `(${against}), fee ${figureText(fill.feeUsd, 'usd')}`
  );
}
