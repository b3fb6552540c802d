import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';
import type { ChannelLine, Dashboard } from './dashboard-model.ts';
import { shortTime } from './page-time.ts';

/** How each channel stands. */
export function channelsSection({ channels }: Dashboard): string {
  if (channels.length === 0) {
    return `<section aria-label="Channels"><h2>Channels</h2><p class="lead">Nothing was sent yet. Try them with <code>statarb notify-test</code>.</p></section>`;
  }
  return `<section aria-label="Channels">
<h2>Channels</h2>
<table class="compact">
<thead><tr><th scope="col">Channel</th><th scope="col" class="n">Delivered</th><th scope="col" class="n">Last, UTC</th><th scope="col" class="n">Waiting</th></tr></thead>
<tbody>
${channels.map(row).join('\n')}
</tbody>
</table>
</section>`;
}

function row({ channel, delivered, pending, pendingSince, lastDeliveredAt, lastError }: ChannelLine): string {
  const fault =
    pending === 0
      ? ''
      : `<small class="under">${pendingSince === null ? '' : `since ${shortTime(pendingSince)}`}${lastError === null ? '' : ` ${escapeHtml(lastError)}`}</small>`;
  return `<tr><th scope="row">${escapeHtml(channel)}${fault}</th><td class="n">${figureText(delivered, 'count')}</td><td class="n t">${lastDeliveredAt === null ? '–' : shortTime(lastDeliveredAt)}</td><td class="n">${pending === 0 ? '–' : `<b class="tone-open toned">${pending}</b>`}</td></tr>`;
}
