/** Program of the dashboard: ages and countdowns by the reader's clock, and the banner of a run that is too old. */
export const clockClient = String.raw`
/** A length of time in the two units that matter. */
function lengthOf(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return seconds + ' s';
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return minutes + ' min';
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours + ' h' + (minutes % 60 === 0 ? '' : ' ' + (minutes % 60) + ' min');
  return Math.round(hours / 24) + ' days';
}

function tick() {
  const now = Date.now();
  const late = document.querySelector('[data-late-after]');
  const isLate = late !== null && now > late.dataset.lateAfter;
  if (late !== null) late.hidden = !isLate;
  document.body.classList.toggle('is-late', isLate && late.classList.contains('loud'));
  for (const place of document.querySelectorAll('[data-ago]')) place.textContent = lengthOf(now - place.dataset.ago);
  for (const place of document.querySelectorAll('[data-left]')) {
    const left = place.dataset.left - now;
    place.textContent = left > 0 ? 'in ' + lengthOf(left) : isLate ? '' : 'any moment now';
  }
  for (const link of document.querySelectorAll('[data-again]')) link.hidden = now < link.dataset.again;
  for (const ticket of document.querySelectorAll('[data-until]')) {
    const isStale = now > ticket.dataset.until;
    ticket.classList.toggle('is-stale', isStale);
    ticket.querySelector('.fresh').hidden = isStale;
    ticket.querySelector('.stale').hidden = !isStale;
  }
}
tick();
setInterval(tick, 1000);
`;
