import { marksInTitle, plainMessage, type DeliveryMarks, type Message } from '../domain/message.ts';
import type { Notice, NoticeKind } from '../domain/notice.ts';
import { isoMinute } from '../domain/time.ts';

const KINDS: Readonly<Record<NoticeKind, string>> = { trouble: 'TROUBLE', recovery: 'RECOVERED', digest: 'DIGEST' };

/** A notice as a message: its kind, its title, its lines, and when it was made. */
export function noticeMessage({ id, kind, at, title, lines }: Notice, marks: DeliveryMarks): Message {
  const heading = `${KINDS[kind]}: ${title}${marksInTitle(marks)}`;
  return plainMessage({
    id,
    warning: null,
    title: heading,
    summary: `${heading}${lines.length === 0 ? '' : `: ${lines[0]}`}`,
    sections: [
      { style: 'plain', lines },
      { style: 'small', lines: [`statarb, ${isoMinute(at)}`] },
    ],
  });
}
