import type { ConfigAnswers } from '../config/filled-in-config.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { Prompt } from '../ports/prompt.ts';
import type { Output } from './output.ts';

/** A person who can be asked. */
export interface Asking {
  readonly prompt: Prompt;
  readonly output: Output;
}

/** Asks for the venue and the pair where they are not given; Enter takes what is in brackets. */
export async function askAnswers(
  asking: Asking,
  defaults: ConfigAnswers,
  given: Partial<ConfigAnswers>,
): Promise<ConfigAnswers> {
  const exchange =
    given.exchange ??
    (await askFor(
      asking,
      'Venue (ccxt id: binance, kraken, okx, …; simulated needs no network)',
      defaults.exchange,
      parseExchange,
    ));
  const pair =
    given.pair ??
    (await askFor(asking, 'Pair, hedge leg ~ dependent leg', defaults.pair.join('~'), (text) =>
      parsePair('the pair', text),
    ));
  return { ...defaults, ...given, exchange, pair };
}

/** Null when the person has none. */
export async function askWebhook({ prompt }: Asking): Promise<string | null> {
  const answer = await prompt.askSecret('Slack webhook for tickets (not shown; Enter for none)');
  return answer === '' ? null : answer;
}

/** Asks until the answer can be used. */
async function askFor<T>(
  { prompt, output }: Asking,
  question: string,
  fallback: string,
  parse: (text: string) => T,
): Promise<T> {
  for (;;) {
    try {
      return parse(await prompt.ask(question, fallback));
    } catch (error) {
      if (!(error instanceof AppError) || !('input' in error.facts)) throw error;
      output.line(error.message);
    }
  }
}

/** @throws AppError `usage` */
export function parseExchange(text: string): string {
  if (/^[a-z][a-z0-9]*$/.test(text)) return text;
  throw unusable(text, 'is no ccxt id: write it in small letters, such as binance');
}

/** `BTC/USDT~ETH/USDT`. @throws AppError `usage` */
export function parsePair(flag: string, text: string): readonly [string, string] {
  const symbols = /^\s*([^~\s]+)\s*~\s*([^~\s]+)\s*$/.exec(text);
  if (symbols !== null) return [symbols[1], symbols[2]];
  throw unusable(text, `is not two symbols: write ${flag} like BTC/USDT~ETH/USDT`);
}

const unusable = (input: string, why: string): AppError =>
  new AppError('usage', `"${input}" ${why}`, { facts: { input } });
