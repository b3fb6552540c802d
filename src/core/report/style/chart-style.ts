/** Charts: the toolbar, the panes, their keys. */
export const chartStyle = `
.toolbar { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 18px; margin-top: 8px; padding: 10px 0; background: var(--paper); border-bottom: 1px solid var(--rule); font-size: .86rem; }
.spans { display: flex; gap: 4px; }
.spans button { padding: 3px 10px; border: 1px solid var(--rule); border-radius: 6px; background: none; color: var(--dim); white-space: nowrap; }
.spans button:hover { border-color: var(--faint); color: var(--ink); }
.spans button[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); font-weight: 600; }
.span-shown, .moment { white-space: nowrap; }
.moment { margin-left: auto; color: var(--dim); }
.how { margin-top: 14px; color: var(--dim); font-size: .84rem; }
.how .coarse { display: none; }
.panes { border-radius: 4px; outline-offset: 6px; }
.pane { margin-top: 28px; }
.pane figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 20px; margin-bottom: 4px; }
.pane h3 { font-size: 1rem; font-weight: 600; }
.pane .keys { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: .84rem; color: var(--dim); }
.pane .keys b { color: var(--ink); font-weight: 600; }
.pane .about { flex-basis: 100%; color: var(--dim); font-size: .84rem; line-height: 1.4; }
.key { white-space: nowrap; }
.plot { height: var(--height); }
.plot .u-over { touch-action: pan-y; cursor: crosshair; }
.u-select { background: var(--held); border-inline: 1px solid var(--accent); }
.u-hz .u-cursor-x { border-right: 1px solid var(--faint); }
.line { display: inline-block; width: 18px; margin-right: 6px; vertical-align: .28em; border-top: 2px solid var(--dim); }
.line.accent { border-color: var(--accent); } .line.loss { border-color: var(--loss); } .line.ink { border-color: var(--ink); border-top-width: 3px; }
.line.faint { border-color: var(--faint); } .line.loss-dashed { border-color: var(--loss); border-top-style: dashed; } .line.dotted { border-top-style: dotted; }
.line.band { border-top: 11px solid var(--band); vertical-align: -.06em; }
.sign { display: inline-block; width: 10px; height: 10px; margin-right: 5px; vertical-align: -.02em; background: var(--accent); }
.sign.enter-long { clip-path: polygon(50% 0, 100% 90%, 0 90%); } .sign.enter-short { clip-path: polygon(0 10%, 100% 10%, 50% 100%); }
.sign.exit { border: 2px solid var(--ink); border-radius: 50%; background: none; }
.sign.stop { background: linear-gradient(45deg, transparent 42%, var(--loss) 42% 58%, transparent 58%), linear-gradient(-45deg, transparent 42%, var(--loss) 42% 58%, transparent 58%); }
.sign.break { background: linear-gradient(transparent 40%, var(--loss) 40% 60%, transparent 60%), linear-gradient(90deg, transparent 40%, var(--loss) 40% 60%, transparent 60%); }
.sign.ruin { background: var(--loss); }
.sign.refused { width: 9px; height: 9px; border: 2px solid var(--open); background: none; transform: rotate(45deg) scale(.86); }
.sign.missed { width: 9px; height: 9px; border: 2px solid var(--dim); background: none; }
@media (pointer: coarse) {
  .how .fine { display: none; } .how .coarse { display: inline; }
  .spans button { padding: 7px 11px; }
}
@media (max-width: 640px) {
  .toolbar { gap: 6px 12px; }
  .spans { width: 100%; } .spans button { flex: 1; padding: 7px 2px; }
  .moment { margin-left: 0; } .moment:empty { display: none; }
}
`;
