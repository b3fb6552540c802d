import { counted } from '../../domain/decimal-text.ts';
import type { DiscoveryResult, LeftOut } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';

const REASONS: Readonly<Record<LeftOut['reason'], string>> = {
  history: 'too short a history',
  gaps: 'too many bars missing',
  volume: 'too little volume',
  stablecoin: 'stablecoin',
  leveraged: 'leveraged token',
  wrapped: 'wrapped token',
  constant: 'its price never moves',
  unavailable: 'no candles to be had',
  excluded: 'excluded by the settings',
  inactive: 'not traded now',
  limit: 'traded less than those tested',
};

/** More than these are folded away: a venue can list thousands. */
const MOST_OPEN = 40;

/** Symbols that were not tested, and why. */
export function leftOutSection({ leftOut }: DiscoveryResult): string {
  if (leftOut.length === 0) return '';
  const rows = leftOut.map(
    ({ symbol, reason, detail }) =>
      `<tr><th scope="row">${escapeHtml(symbol)}</th><td>${REASONS[reason]}</td><td>${escapeHtml(detail)}</td></tr>`,
  );
  const table = `<div class="scroll" tabindex="0" role="region" aria-labelledby="left-out"><table>
<thead><tr><th scope="col">Symbol</th><th scope="col">Reason</th><th scope="col">Detail</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
  const folded = `<details class="note"><summary>Every symbol</summary>\n${table}\n</details>`;
  return `<section aria-labelledby="left-out">
<h2 id="left-out">Left out</h2>
<p class="lead">${counted(leftOut.length, 'symbol was', 'symbols were')} not tested: ${counts(leftOut)}.</p>
${rows.length > MOST_OPEN ? folded : table}
</section>`;
}

function counts(leftOut: readonly LeftOut[]): string {
  const times = new Map<LeftOut['reason'], number>();
  for (const { reason } of leftOut) times.set(reason, (times.get(reason) ?? 0) + 1);
  return [...times].map(([reason, count]) => `${REASONS[reason]} ${count}`).join(', ');
}
