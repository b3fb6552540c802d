import { titleParts, type Message } from '../../core/domain/message.ts';
import { cutText } from './cut-text.ts';

/** Telegram's limit, in UTF-16 units of what is shown. */
const LIMIT = 4096;

/**
 * A message in Telegram's HTML: only the kind of the message and the warning are bold, every other text stands in `<code>`.
 * Plain text would do for safety against tags, but Telegram makes links, mentions and commands out of whatever looks like one;
 * inside `<code>` it does not, and a tap copies what is there. Sections that no longer fit are left out, the last ones first.
 */
export function telegramHtml({ warning, title, sections }: Message): string {
  const { kind, rest } = titleParts(title);
  const room = budget(LIMIT - '\n…'.length);
  const heading = [
    ...(warning === null ? [] : [`<b>${escaped(room.take(warning))}</b>`]),
    `<b>${escaped(room.take(kind))}</b> ${code(room.take(rest.trimStart()))}`,
  ];
  const blocks = [heading.join('\n')];
  for (const { style, lines } of sections) {
    const shown = style === 'code' ? lines.map((line) => code(room.take(line))) : [code(room.take(lines.join('\n')))];
    if (shown.some((one) => one === '')) return `${blocks.join('\n\n')}\n…`;
    blocks.push(shown.join('\n'));
  }
  return blocks.join('\n\n');
}

/** Hands out room for texts, each with the two line breaks that may follow it. */
function budget(limit: number): { take(text: string): string } {
  let left = limit;
  return {
    take: (text) => {
      const taken = left < 2 ? '' : cutText(text, left);
      left -= taken.length + 2;
      return taken;
    },
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const code = (text: string): string => (text === '' ? '' : `<code>${escaped(text)}</code>`);
