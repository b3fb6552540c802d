/** The discovery page: funnel, map of q, spreads, network. */
export const discoveryStyle = `
.funnel th { font-weight: 500; } .funnel td { vertical-align: middle; } .funnel .bar { width: 34%; }
.funnel .bar div { position: relative; height: 14px; } .funnel .bar span { display: block; height: 100%; background: var(--accent); opacity: .55; border-radius: 2px; }
.funnel .bar i { position: absolute; top: -4px; bottom: -4px; width: 2px; background: var(--loss); }
.funnel .dim { color: var(--dim); } .funnel .value { font-weight: 600; }
.qmap, .network { display: block; margin-top: 12px; } .qmap text, .network text { fill: var(--ink); }
.qmap rect, .qkey rect { fill: rgb(var(--gain-rgb)); } .qmap .found { stroke: var(--loss); stroke-width: 1.5; }
.qkey { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 14px 0 0; padding: 0; list-style: none; color: var(--dim); font-size: .84rem; } .qkey svg { vertical-align: -.12em; }
.network { width: min(100%, 640px); height: auto; } .network circle { fill: var(--accent); }
.network path { fill: none; stroke: var(--accent); stroke-width: 1.2; opacity: .6; }
.network .chosen { stroke-width: 3; opacity: .9; } .network .weak { stroke: var(--faint); stroke-dasharray: 4 4; opacity: 1; }
.spreads { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 28px 40px; margin-top: 20px; }
.spread { display: flex; flex-direction: column; justify-content: space-between; gap: 6px; break-inside: avoid; }
.spread figcaption { color: var(--dim); font-size: .88rem; line-height: 1.45; overflow-wrap: anywhere; }
.spread figcaption b { color: var(--ink); } .spread figcaption span { color: var(--accent); font-weight: 600; } .spread.weak figcaption span { color: var(--loss); }
.spread svg { display: block; width: 100%; height: auto; overflow: visible; } .spread path { fill: none; stroke: var(--accent); stroke-width: 1.1; stroke-linejoin: round; }
.spread text { fill: var(--dim); font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.spread.weak path { stroke: var(--dim); } .spread .band { fill: var(--band); } .spread .later { fill: var(--held); }
.spread .zero { stroke: var(--rule); } .spread .border { stroke: var(--ink); stroke-dasharray: 3 3; opacity: .6; }
.sortable .standing { display: block; min-width: 22ch; max-width: 34ch; }
.words { margin-top: 14px; max-width: 78ch; } .words dt { font-weight: 600; margin-top: 12px; } .words dd { color: var(--dim); }
@media (max-width: 640px) {
  .funnel tr { display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; padding: 10px 0; border-bottom: 1px solid var(--rule); }
  .funnel th, .funnel td { padding: 0; border: 0; } .funnel .bar, .funnel .dim { grid-column: 1 / -1; width: auto; } .funnel .dim { font-size: .84rem; }
}
@page wide { size: A4 landscape; margin: 12mm; }
@media print {
  .qmap { width: 100%; height: auto; }
  section:has(.sortable) { page: wide; }
  .sortable { font-size: 5.6pt; } .sortable td, .sortable thead th { padding: 2pt 3pt 2pt 0; } .sortable thead button { overflow-wrap: normal; }
  .sortable .standing { min-width: 20ch; } .sortable .n { white-space: normal; }
}
`;
