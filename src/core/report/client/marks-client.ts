/** Program of the page: thresholds, held stretches and the signs of what was decided. */
export const marksClient = String.raw`
/** Lines across the pane at values of y: [value, colour, dash]. */
function drawLevels(pane, levels) {
  const { ctx, bbox } = pane;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const [value, ink, dash] of levels) {
    const y = Math.round(pane.valToPos(value, 'y', true)) + 0.5;
    ctx.strokeStyle = palette[ink];
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** When a position was held: closed trades, and the open one up to the end. */
const held = [...data.trades, ...(data.open === null ? [] : [{ entryTs: data.open.filledOn, exitTs: Infinity }])];

/** Shades the bars on which a position was held, once they are wide enough to be seen. */
function drawHeld(pane) {
  const { ctx, bbox } = pane;
  const { min, max } = pane.scales.x;
  ctx.save();
  ctx.fillStyle = palette.held;
  for (const { entryTs, exitTs } of held) {
    if (exitTs < min || entryTs > max) continue;
    const left = Math.max(bbox.left, pane.valToPos(entryTs, 'x', true));
    const right = Math.min(bbox.left + bbox.width, pane.valToPos(Math.min(exitTs, max), 'x', true));
    if (right - left > 2) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

const SIGNS = {
  'enter-long': (ctx, r) => { ctx.moveTo(0, -r); ctx.lineTo(r, r * 0.8); ctx.lineTo(-r, r * 0.8); ctx.closePath(); ctx.fill(); },
  'enter-short': (ctx, r) => { ctx.moveTo(0, r); ctx.lineTo(r, -r * 0.8); ctx.lineTo(-r, -r * 0.8); ctx.closePath(); ctx.fill(); },
  exit: (ctx, r) => { ctx.arc(0, 0, r * 0.8, 0, 7); ctx.stroke(); },
  stop: (ctx, r) => { ctx.moveTo(-r, -r); ctx.lineTo(r, r); ctx.moveTo(r, -r); ctx.lineTo(-r, r); ctx.stroke(); },
  break: (ctx, r) => { ctx.moveTo(-r, 0); ctx.lineTo(r, 0); ctx.moveTo(0, -r); ctx.lineTo(0, r); ctx.stroke(); },
  ruin: (ctx, r) => { ctx.rect(-r, -r, 2 * r, 2 * r); ctx.fill(); },
  refused: (ctx, r) => { ctx.moveTo(0, -r * 1.1); ctx.lineTo(r * 1.1, 0); ctx.lineTo(0, r * 1.1); ctx.lineTo(-r * 1.1, 0); ctx.closePath(); ctx.stroke(); },
  missed: (ctx, r) => { ctx.rect(-r * 0.8, -r * 0.8, 1.6 * r, 1.6 * r); ctx.stroke(); },
};
const SIGN_INKS = { 'enter-long': 'accent', 'enter-short': 'accent', exit: 'ink', stop: 'loss', break: 'loss', ruin: 'loss', refused: 'open', missed: 'dim' };

/** What was decided, as [time of the bar, z, sign], in order: as it was recorded, or as the trades tell. */
const decided = data.marks ?? [
  ...data.trades.flatMap((trade) => [
    [trade.entryDecisionTs, trade.zEntry, trade.side === 'long_spread' ? 'enter-long' : 'enter-short'],
    [trade.exitDecisionTs, trade.zExit, trade.exitReason.toLowerCase()],
  ]),
  ...(data.open === null ? [] : [[data.open.decidedOn, data.open.z, data.open.side === 'long_spread' ? 'enter-long' : 'enter-short']]),
];

/** Puts the signs on z. Many at once are drawn smaller. */
function drawSigns(pane) {
  const { ctx, bbox } = pane;
  const { min, max } = pane.scales.x;
  const visible = decided.filter(([ts]) => ts >= min && ts <= max);
  const radius = devicePixelRatio * (visible.length * 9 > bbox.width / devicePixelRatio ? 2.6 : 4.5);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left - radius, bbox.top, bbox.width + 2 * radius, bbox.height);
  ctx.clip();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const [ts, z, sign] of visible) {
    ctx.save();
    ctx.translate(pane.valToPos(ts, 'x', true), pane.valToPos(z ?? 0, 'y', true));
    ctx.strokeStyle = ctx.fillStyle = palette[SIGN_INKS[sign]];
    ctx.beginPath();
    SIGNS[sign](ctx, radius);
    ctx.restore();
  }
  ctx.restore();
}
`;
