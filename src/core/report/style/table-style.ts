/** Tables, the histogram, and how they fold on a narrow screen. */
export const tableStyle = `
table { width: 100%; margin-top: 20px; border-collapse: collapse; font-size: .92rem; line-height: 1.4; }
caption { padding-bottom: 8px; text-align: left; font-weight: 600; }
th { text-align: left; font-weight: 400; }
thead th { padding: 0 14px 8px 0; color: var(--dim); font-size: .84rem; vertical-align: bottom; border-bottom: 1px solid var(--faint); }
tbody th, td { padding: 8px 14px 8px 0; vertical-align: top; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
.n { text-align: right; white-space: nowrap; }
.t { white-space: nowrap; }
.gain { color: var(--accent); } .loss { color: var(--loss); }
.scroll { overflow-x: auto; margin-top: 4px; }
.scroll > table { margin-top: 16px; }
.value { font-weight: 600; }
.interval, .definition { color: var(--dim); }
td.definition { min-width: 22ch; font-size: .87rem; } .figures .definition { padding-left: 14px; }
.figures tbody th { white-space: nowrap; }

.gates tbody th { font-weight: 500; }
.gates td { color: var(--dim); } .gates .value { color: var(--ink); }
.gates thead th:last-child, .gates .result { padding-left: 20px; width: 6.5em; }
.mark { display: inline-block; white-space: nowrap; font-weight: 600; }
.mark.pass { color: var(--accent); } .mark.fail { color: var(--loss); }

.months { min-width: 920px; table-layout: fixed; font-size: .84rem; }
.months th[scope="row"] { position: sticky; left: 0; background: var(--paper); font-weight: 500; }
.months td, .months tbody th { padding: 7px 8px; border: 2px solid var(--paper); }
.months thead th { padding-right: 8px; } .months th:first-child { width: 64px; padding-left: 0; }
.months .heat { background: rgb(var(--heat-rgb) / calc(.06 + .5 * var(--heat))); color: var(--ink); }
.months .gain { --heat-rgb: var(--gain-rgb); } .months .loss { --heat-rgb: var(--loss-rgb); } .months .even { background: var(--panel); color: var(--dim); }
.months .total { font-weight: 600; }

.histogram { margin: 24px 0 28px; }
.histogram svg { display: block; width: 100%; height: 200px; border-bottom: 1px solid var(--faint); }
.histogram rect.gain { fill: var(--accent); } .histogram rect.loss { fill: var(--loss); }
.ticks { position: relative; height: 46px; margin-top: 6px; color: var(--dim); font-size: .84rem; }
.tick { position: absolute; top: 0; transform: translateX(-50%); }
.tick.first { left: 0; transform: none; } .tick.last { right: 0; transform: none; }
.ticks .most { position: absolute; left: 0; right: 0; top: 22px; text-align: center; }

.trades, .folds { font-size: .85rem; }
.trades td { padding: 6px 12px 6px 0; }
.trades th:last-child, .trades td:last-child { padding-right: 0; }
.trades thead button { padding: 2px 0; border: 0; background: none; color: inherit; text-align: inherit; white-space: nowrap; }
.trades thead button:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 3px; }
.trades th[aria-sort] button { color: var(--ink); font-weight: 600; }
.trades th[aria-sort="ascending"] button::after { content: " ↑" / ""; } .trades th[aria-sort="descending"] button::after { content: " ↓" / ""; }
.trades .open { min-width: 2.6em; padding: 0 4px 0 0; border: 0; background: none; text-align: right; text-decoration: underline; text-decoration-color: var(--rule); text-underline-offset: 3px; }
.trades .open[aria-expanded="true"] { font-weight: 700; text-decoration-color: currentcolor; }
.details td { padding: 14px 16px 16px; background: var(--panel); }
.details dl { display: flex; flex-wrap: wrap; gap: 10px 32px; max-width: min(100%, calc(100vw - 64px)); }
.details dt { color: var(--dim); }
.see { margin-top: 12px; padding: 4px 12px; border: 1px solid var(--faint); border-radius: 6px; background: none; }
.folds th, .folds td { padding-right: 10px; } .folds .choice { min-width: 12em; }
.trades th { padding-right: 12px; }
.facts th { width: 46%; padding-right: 16px; color: var(--dim); }
.facts td { overflow-wrap: anywhere; }

@media (max-width: 640px) {
  .gates thead, .figures thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .gates tbody, .figures tbody { display: block; }
  .gates tr, .figures tr { display: grid; gap: 2px 12px; padding: 12px 0; border-bottom: 1px solid var(--rule); }
  .gates tr { grid-template-columns: 1fr 1fr 1fr; }
  .gates tbody th { grid-column: 1 / 3; } .gates .result { grid-column: 3; grid-row: 1; width: auto; padding: 0; text-align: right; }
  .gates tbody th, .gates td, .figures tbody th, .figures td { padding: 0; border: 0; text-align: left; }
  .gates td.n { white-space: normal; }
  .gates td[data-label]::before { content: attr(data-label); display: block; color: var(--dim); font-size: .78rem; font-weight: 400; }
  .gates td:empty { visibility: hidden; }
  .figures tr { grid-template-columns: 1fr auto; }
  .figures .value { text-align: right; } .figures .interval, .figures .definition { grid-column: 1 / -1; padding: 0; }
  .figures .interval:not(:empty)::before { content: "95 %: "; } .figures .interval:empty { display: none; }
  .figures .interval { white-space: normal; }
  .facts th { width: 44%; }
}
`;
