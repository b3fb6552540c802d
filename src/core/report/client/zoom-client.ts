/** Program of the page: one span of time for all panes of a group, set by mouse, wheel, fingers, keys and buttons. */
export const zoomClient = String.raw`
const DAY = 86400000;
const minuteOf = (ts) => new Date(ts).toISOString().slice(0, 16).replace('T', ' ');

/** Keeps the panes of a group on one span. */
function zoomGroup(section, first, last) {
  const panes = [];
  const shown = section.querySelector('.span-shown');
  const moment = section.querySelector('.moment');
  const least = Math.min(12 * data.barMs, Math.max(last - first, 1));
  const group = { panes, from: first, to: last, show, around, slide, tellMoment, isWhole: () => group.from <= first && group.to >= last };
  let isDue = false;

  function show(from, to) {
    const length = Math.min(Math.max(to - from, least), last - first || 1);
    group.from = Math.min(Math.max(from, first), last - length);
    group.to = group.from + length;
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      for (const pane of panes) pane.setScale('x', { min: group.from, max: group.to });
      tell();
    });
  }
  function tell() {
    shown.textContent = minuteOf(group.from) + ' to ' + minuteOf(group.to) + ' UTC';
    const days = (group.to - group.from) / DAY;
    for (const button of section.querySelectorAll('[data-days]')) {
      const isOn = button.dataset.days === '' ? group.isWhole() : !group.isWhole() && Math.abs(days - button.dataset.days) < 0.01;
      button.setAttribute('aria-pressed', String(isOn));
    }
  }
  function tellMoment(ts) {
    moment.textContent = ts === null ? '' : 'Pointing at ' + minuteOf(ts);
  }
  /** Stretches the span by a factor; the moment at the given share of it stays where it is. */
  function around(factor, share = 0.5) {
    const length = group.to - group.from;
    const still = group.from + share * length;
    show(still - share * length * factor, still + (1 - share) * length * factor);
  }
  function slide(share) {
    const step = share * (group.to - group.from);
    show(group.from + step, group.to + step);
  }
  for (const button of section.querySelectorAll('[data-days]')) {
    button.addEventListener('click', () => {
      if (button.dataset.days === '') return show(first, last);
      const half = (button.dataset.days * DAY) / 2;
      const middle = group.isWhole() ? last - half : (group.from + group.to) / 2;
      show(middle - half, middle + half);
    });
  }
  bindKeysAndWheel(section.querySelector('.panes'), group, () => show(first, last));
  tell();
  return group;
}

function bindKeysAndWheel(box, group, reset) {
  const keys = { ArrowLeft: () => group.slide(-0.2), ArrowRight: () => group.slide(0.2), '+': () => group.around(0.6), '=': () => group.around(0.6), '-': () => group.around(1 / 0.6), 0: reset, Home: reset };
  box.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') isArmed = false;
    if (keys[event.key] === undefined) return;
    event.preventDefault();
    keys[event.key]();
  });
  // A bare wheel scrolls the page, until a chart was clicked; it scrolls again once the pointer has left the charts.
  let isArmed = false;
  box.addEventListener('pointerdown', (event) => (isArmed = event.pointerType === 'mouse'));
  box.addEventListener('pointerleave', () => (isArmed = false));
  box.addEventListener('wheel', (event) => {
    const over = event.target.closest('.u-over');
    if (over === null) return;
    const isAcross = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const isPinch = event.ctrlKey || event.metaKey;
    if (!isPinch && !isArmed && !isAcross) return;
    if (group.isWhole() && (isAcross ? !isArmed : event.deltaY > 0 && !isPinch)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (isAcross && !isPinch) return group.slide(((event.deltaX || event.deltaY) * unit) / over.clientWidth);
    const bounds = over.getBoundingClientRect();
    group.around(Math.exp((Math.max(-200, Math.min(200, event.deltaY * unit)) * (isPinch ? 4 : 1)) / 500), (event.clientX - bounds.left) / bounds.width);
  }, { passive: false });
  box.addEventListener('dblclick', reset);
}

/** Two fingers stretch and move the span, one moves the crosshair; up and down still scrolls the page. */
function bindTouch(pane, group) {
  const { over } = pane;
  const fingers = new Map();
  let start = null;
  const place = (event) => (event.clientX - over.getBoundingClientRect().left) / over.clientWidth;
  over.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch') return;
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 2) {
      const length = group.to - group.from;
      start = { length, moments: [...fingers].map(([id, share]) => [id, group.from + share * length]) };
    }
  });
  over.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 1) {
      pane.setCursor({ left: place(event) * over.clientWidth, top: 10 }, true, true);
    } else if (start !== null) {
      const [[a, momentA], [b, momentB]] = start.moments;
      const apart = fingers.get(a) - fingers.get(b);
      if (Math.abs(apart) < 0.02) return;
      const length = Math.abs((momentA - momentB) / apart);
      const from = (momentA + momentB) / 2 - ((fingers.get(a) + fingers.get(b)) / 2) * length;
      group.show(from, from + length);
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    over.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (fingers.size < 2) start = null;
    });
  }
}
`;
