import type { Ticket } from '../../domain/ticket.ts';
import { escapeHtml } from '../escape-html.ts';

/**
 * A link to a ticket's file, or its name where the page cannot reach it.
 * @param folder as the page reaches it, ready for an address
 * @param text what to show on the link
 */
export function ticketLink({ id }: Ticket, folder: string | null, text: string): string {
  if (folder === null) return `<code>${escapeHtml(id)}</code>`;
  return `<a href="${escapeHtml(`${folder}/${encodeURIComponent(id)}.md`)}">${escapeHtml(text)}</a>`;
}
