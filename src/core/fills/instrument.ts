import type { LegName } from '../domain/pair.ts';
import { baseOf, LEGS, quoteOf } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Holding } from './leg-account.ts';

/** Currencies the tool counts as dollars, one for one. */
const DOLLARS: ReadonlySet<string> = new Set('USD USDT USDC BUSD FDUSD TUSD USDP USDE USD1 DAI'.split(' '));

/** Whether an amount in one currency counts as the same amount in the other. */
export const isSameMoney = (a: string, b: string): boolean => a === b || (DOLLARS.has(a) && DOLLARS.has(b));

/** Whether a text is a symbol with a base and a quote, perhaps settled in the quote (linear): `ETH/USDT:USDT-240628`. */
const LINEAR = /^([A-Z0-9]+)\/([A-Z0-9]+)(?::\2(?:-\d{6})?)?$/;

/** The instrument of a leg that somebody named, or what is wrong with the name. */
export type NamedInstrument = { readonly leg: LegName; readonly instrument: string } | { readonly fault: string };

/**
 * What `--leg` means: a leg's symbol, its base currency, or another linear instrument of that base in the same money, such
 * as the perpetual of a spot leg. A base alone means the instrument that is held on that leg when there is exactly one: who
 * entered with the perpetual leaves with it.
 *
 * @param heldOf what is held on a leg of the ticket's round trip
 */
export function namedInstrument(
  ticket: Ticket,
  text: string,
  heldOf: (leg: LegName) => readonly Holding[],
): NamedInstrument {
  const name = text.toUpperCase();
  const { x, y } = ticket.pair;
  const isBaseAlone = !name.includes('/');
  const leg =
    LEGS.find((one) => name === ticket.pair[one]) ?? LEGS.find((one) => baseOf(name) === baseOf(ticket.pair[one]));
  if (leg === undefined) return { fault: `${text} is no leg of this ticket: its legs are ${y} and ${x}` };
  if (isBaseAlone) {
    const held = heldOf(leg);
    return { leg, instrument: held.length === 1 ? held[0].instrument : ticket.pair[leg] };
  }
  if (name === ticket.pair[leg]) return { leg, instrument: name };
  if (!LINEAR.test(name)) {
    return { fault: `${text} is not settled in its quote currency: only linear instruments can be recorded` };
  }
  if (!isSameMoney(quoteOf(name), quoteOf(ticket.pair[leg]))) {
    return { fault: `${text} is priced in ${quoteOf(name)}, the ticket in ${quoteOf(ticket.pair[leg])}` };
  }
  return { leg, instrument: name };
}
