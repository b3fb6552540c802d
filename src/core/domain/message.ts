import { plainLine } from './plain-line.ts';

/** How a delivery differs from a first, timely one. */
export interface DeliveryMarks {
  /** An earlier try may have arrived: its outcome is unknown. */
  readonly isResent: boolean;
  /** The ticket's validity has passed. */
  readonly isLate: boolean;
}

/** `strong` is what to act on, `code` what is copied as it is, `small` where it comes from. */
export type SectionStyle = 'strong' | 'plain' | 'code' | 'small';

export interface MessageSection {
  readonly style: SectionStyle;
  readonly lines: readonly string[];
}

/**
 * What a channel tells its reader: words alone, in their order. How they look, and what has to be escaped for that, is the
 * channel's business. Every text is one line without control characters.
 */
export interface Message {
  /** Of the ticket or notice. */
  readonly id: string;
  /** Stands before everything else; null when there is nothing to warn of. */
  readonly warning: string | null;
  /** Begins with the kind of the message in capitals: `ENTER Long Spread (…)`, `TROUBLE: …`. */
  readonly title: string;
  /** The message in one line, for the notification of a phone. The warning and the title are part of it. */
  readonly summary: string;
  readonly sections: readonly MessageSection[];
}

/** The message with every text made one plain line; a section without lines is left out. */
export const plainMessage = ({ id, warning, title, summary, sections }: Message): Message => ({
  id,
  warning: warning === null ? null : plainLine(warning),
  title: plainLine(title),
  summary: plainLine(summary),
  sections: sections.flatMap(({ style, lines }) =>
    lines.length === 0 ? [] : { style, lines: lines.map((line) => plainLine(line)) },
  ),
});

/** `ENTER` and ` Long Spread (…)` of a title: the first word is ours, what follows may hold text from outside. */
export function titleParts(title: string): { readonly kind: string; readonly rest: string } {
  const kind = title.split(' ', 1)[0] ?? title;
  return { kind, rest: title.slice(kind.length) };
}

/** `(late)` and `(resent)` as they follow a title, with their spaces. */
export const marksInTitle = ({ isLate, isResent }: DeliveryMarks): string =>
  `${isLate ? ' (late)' : ''}${isResent ? ' (resent)' : ''}`;
