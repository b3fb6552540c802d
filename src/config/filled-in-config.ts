import { isScalar, parseDocument, stringify } from 'yaml';

/** What a person says of their settings when they set a folder up. */
export interface ConfigAnswers {
  readonly exchange: string;
  readonly pair: readonly [x: string, y: string];
  readonly timeframe: string;
  readonly accountUsd: number;
}

/**
 * The config.yaml that comes with the program with some values replaced, every comment and blank line kept.
 * @param shipped a file that has each of these keys
 * @throws RangeError when it has not
 */
export function filledInConfig(shipped: string, answers: ConfigAnswers): string {
  const document = parseDocument(shipped);
  const [x, y] = answers.pair;
  const values: readonly (readonly [path: readonly (string | number)[], value: string | number])[] = [
    [['exchange'], answers.exchange],
    [['symbols', 'base', 0], x],
    [['symbols', 'base', 1], y],
    [['timeframe'], answers.timeframe],
    [['risk', 'account_usd'], answers.accountUsd],
  ];
  const changes = values.map(([path, value]) => {
    const node = document.getIn(path, true);
    if (!isScalar(node) || node.range == null) throw new RangeError(`the shipped config.yaml has no ${path.join('.')}`);
    const [start, end] = node.range;
    return { start, end, text: node.value === value ? shipped.slice(start, end) : scalarText(value) };
  });
  // From the end, so that earlier places stay where they are.
  return changes
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: value }) => text.slice(0, start) + value + text.slice(end), shipped);
}

/** Text in quotes: what looks like a number, or like YAML, stays text. */
const scalarText = (value: string | number): string =>
  typeof value === 'number'
    ? String(value)
    : stringify(value, { defaultStringType: 'QUOTE_SINGLE', lineWidth: 0 }).trimEnd();
