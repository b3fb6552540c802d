import type { Message, MessageSection } from '../../core/domain/message.ts';
import { cutText } from './cut-text.ts';

/** Read as it stands: no formatting, no links, no `:emoji:`. */
interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** `verbatim`: Slack makes no links out of what looks like an address, a channel or a name. */
interface Markdown {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Markdown }
  | { readonly type: 'context'; readonly elements: readonly PlainText[] };

export interface SlackMessage {
  /** What a notification shows, and clients without blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Slack's limits, in characters. */
const HEADER_LIMIT = 150;
const SECTION_LIMIT = 3000;
/** Of one bold line, so that all of a section stay whole. */
const LINE_LIMIT = 600;

/** A message as blocks: bold what to act on, a code block what is copied, the rest as plain text. */
export const slackBlocks = ({ warning, title, summary, sections }: Message): SlackMessage => ({
  text: cut(escapeSlack(summary), SECTION_LIMIT),
  blocks: [
    ...(warning === null ? [] : [markdown(bold(warning))]),
    { type: 'header', text: plain(title, HEADER_LIMIT) },
    ...sections.map(toBlock),
  ],
});

function toBlock({ style, lines }: MessageSection): SlackBlock {
  const text = lines.join('\n');
  switch (style) {
    case 'strong':
      return markdown(lines.map(bold).join('\n'));
    case 'code':
      return markdown(`\`\`\`\n${cut(escapeSlack(unformatted(text)), SECTION_LIMIT - 8)}\n\`\`\``);
    case 'plain':
      return { type: 'section', text: plain(text, SECTION_LIMIT) };
    case 'small':
      return { type: 'context', elements: [plain(text, SECTION_LIMIT)] };
  }
}

const plain = (text: string, limit: number): PlainText => ({
  type: 'plain_text',
  text: cut(escapeSlack(text), limit),
  emoji: false,
});

const markdown = (text: string): SlackBlock => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

const bold = (line: string): string => `*${cut(escapeSlack(unformatted(line)), LINE_LIMIT)}*`;

/** Slack reads `<…>` as links and mentions and `&…;` as entities, wherever the text came from. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** There is no escape for the signs that begin bold, italic, struck or code: they give way to signs that look the same. */
const unformatted = (text: string): string => text.replace(/[*_~`]/g, (sign) => LOOK_ALIKES[sign] ?? sign);

/** Cuts escaped text without leaving half an entity. */
const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : cutText(text, limit).replace(/&[a-z]*…$/, '…');
