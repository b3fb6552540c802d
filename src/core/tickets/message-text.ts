import type { Message } from '../domain/message.ts';

/** A message as plain text: the warning, the title, the sections, a blank line between them; what is to be copied is indented. */
export function messageText({ warning, title, sections }: Message): string {
  const blocks = [
    ...(warning === null ? [] : [warning]),
    title,
    ...sections.map(({ style, lines }) => lines.map((line) => (style === 'code' ? `    ${line}` : line)).join('\n')),
  ];
  return `${blocks.join('\n\n')}\n`;
}
