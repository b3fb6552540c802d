import { escapeHtml } from '../escape-html.ts';
import { minuteText } from '../figure-text.ts';
import type { Dashboard } from './dashboard-model.ts';

/** A run is expected every bar; one that is older than this many has not come. */
const LATE_BARS = 1.5;

/** The simulated venue's name: after a demo its clock stands still. */
const SIMULATED = 'simulated';

/**
 * What is wrong, before all else: the browser shows the banner when the last run is too old, by its own clock; channels that take
 * nothing are told here, pairs that are not decided with the pair.
 */
export function alertsSection({ runs, troubles, barMs, venue }: Dashboard): string {
  return [lateBanner(runs.at(0)?.now ?? null, barMs, venue === SIMULATED), ...troubles.map(channelAlert)].join('');
}

function lateBanner(lastRun: number | null, barMs: number, isSimulated: boolean): string {
  if (lastRun === null) return '';
  const words = isSimulated
    ? 'After a demo that is as it should be: the simulated clock stands still.'
    : 'One is due every bar: are the timer or crontab and this machine still at work? What stands below is old.';
  return `<aside class="notice ${isSimulated ? 'tone-open' : 'loud tone-bad'} late" role="alert" data-late-after="${lastRun + LATE_BARS * barMs}" hidden><p><b>The last run was <span data-ago="${lastRun}"></span> ago, at ${minuteText(lastRun)} UTC.</b> ${words}</p></aside>`;
}

function channelAlert({ key, since, reason }: Dashboard['troubles'][number]): string {
  if (!key.startsWith('channel ')) return '';
  return `<aside class="notice tone-open"><p><b>${escapeHtml(key.replace('channel ', 'Channel '))} takes no messages since ${minuteText(since)} UTC.</b> ${escapeHtml(reason)}</p></aside>`;
}
