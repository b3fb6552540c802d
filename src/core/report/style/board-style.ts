/** The dashboard: state, gauge, notices, order sheet, and tables that fit a phone. */
export const boardStyle = `
.tone-flat { --tone: var(--ink); }
.toned { color: var(--tone); }
.board + .board { margin-top: 96px; padding-top: 40px; border-top: 3px solid var(--rule); }
.state .level small { color: var(--dim); font-size: clamp(1rem, .3em, 1.4rem); font-weight: 500; letter-spacing: 0; line-height: 1.3; display: inline-block; max-width: 100%; }
.state .reason { font-size: clamp(1.15rem, 2.4vw, 1.6rem); }
.lead .wrap { white-space: normal; } .lead b.gain { color: var(--accent); } .lead b.loss { color: var(--loss); }
.dim { color: var(--dim); }
main { overflow-wrap: anywhere; } .lead a { white-space: nowrap; }
.is-late .state, .is-late .gauge, .is-late .glance { opacity: .5; }
[hidden] { display: none !important; }

.gauge { display: block; margin-top: 28px; overflow: visible; }
.gauge .track { fill: var(--panel); }
.gauge .zone.go { fill: var(--accent); opacity: .26; } .gauge .zone.stop { fill: var(--loss); opacity: .26; }
.gauge .zero, .gauge .notch { stroke: var(--faint); } .gauge .zero { stroke-dasharray: 2 3; }
.legs .sum th, .legs .sum td { font-weight: 600; }
.gauge .entry { stroke: var(--accent); stroke-width: 2; }
.gauge .trail { stroke: var(--ink); stroke-width: 2; opacity: .45; } .gauge .was { fill: var(--ink); opacity: .45; }
.gauge .now { fill: var(--ink); stroke: var(--paper); stroke-width: 3; }
@media (max-width: 640px) { .gauge .roomy { display: none; } }
.gauge text { fill: var(--dim); font-size: 13px; } .gauge .level { fill: var(--ink); font-weight: 600; }
.gauge .value { fill: var(--ink); font-size: 19px; font-weight: 650; }

.timing { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 24px; margin-top: 18px; color: var(--dim); font-size: .92rem; }
.timing .next { color: var(--ink); } .left:not(:empty) { color: var(--accent); font-weight: 600; white-space: nowrap; }
.notice { margin-top: 24px; padding: 2px 0 2px 16px; border-left: 3px solid var(--tone); max-width: 80ch; }
.notice b { color: var(--ink); } .notice.tone-bad b { color: var(--tone); }
.notice.loud { padding-block: 4px; } .notice.loud b { font-size: 1.12rem; }
.notice .beside { margin-top: 2px; color: var(--dim); font-size: .92rem; }
.notice.late { margin: 0 0 32px; }

.glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 22px 28px; margin-top: 36px; padding-top: 22px; border-top: 1px solid var(--rule); }
.glance dt { color: var(--dim); font-size: .9rem; }
.glance .big { font-size: 1.45rem; font-weight: 600; letter-spacing: -.015em; line-height: 1.3; }
.glance .beside { color: var(--dim); font-size: .84rem; line-height: 1.35; }

.board section { margin-top: 56px; }
.ticket { padding: 20px clamp(16px, 3vw, 28px) 24px; border: 1px solid var(--accent); border-radius: 10px; background: var(--panel); }
section.ticket > h2 { padding-top: 0; border-top: 0; color: var(--accent); }
.ticket.is-stale { border-color: var(--rule); opacity: .62; } .ticket.is-stale > h2 { color: var(--dim); }
.orders { margin: 18px 0 0; padding: 0; list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 18px 40px; }
.order { font-size: 1.35rem; font-weight: 600; letter-spacing: -.01em; line-height: 1.3; }
.order .action.buy { color: var(--accent); } .order .action.sell { color: var(--loss); }
.order .instrument { white-space: nowrap; }
.orders .beside { color: var(--dim); font-size: .92rem; } .copy { user-select: all; }

.compact { font-size: .9rem; }
.compact th, .compact td { padding: 7px 12px 7px 0; } .compact thead th { padding: 0 12px 6px 0; }
.compact th:last-child, .compact td:last-child { padding-right: 0; }
.compact caption { padding-bottom: 6px; font-size: .95rem; }
.compact .under { display: block; line-height: 1.35; } .activity .legs { margin-left: .5em; }
.compact a { color: inherit; text-decoration-color: var(--faint); text-underline-offset: 3px; }
.compact td.t, .compact .t time { white-space: nowrap; }
.columns .compact { margin-top: 0; } .columns > div .compact + *, .columns > div .note + .compact { margin-top: 22px; }
.change td { vertical-align: middle; } .change .bar { width: 60%; } .change svg { display: block; }
.change rect { fill: var(--faint); } .change line { stroke: var(--rule); }
.change .sum th, .change .sum td { font-weight: 600; border-bottom: 0; } .change .sum rect { fill: var(--ink); }
.health th small { display: block; color: var(--dim); font-weight: 400; } .health td { vertical-align: top; }
.place { display: block; min-width: 64px; margin-top: 5px; } .place line { stroke: var(--rule); } .place circle { fill: var(--ink); }
.course { margin: 0; } .course figcaption { padding-bottom: 6px; color: var(--dim); font-size: .9rem; }
.course svg { display: block; width: 100%; height: 120px; background: var(--panel); } .course line, .course polyline { fill: none; vector-effect: non-scaling-stroke; }
.course polyline { stroke: var(--ink); stroke-width: 1.5; } .course .level { stroke: var(--faint); stroke-dasharray: 4 4; } .course .limit { stroke: var(--loss); }
.unopened .reason { color: var(--dim); }
.real { margin-top: 20px; }
.lines { margin: 14px 0 0; padding: 0; list-style: none; color: var(--dim); font-size: .92rem; } .lines li { padding: 8px 0; border-bottom: 1px solid var(--rule); } .lines b { color: var(--ink); font-weight: 600; }
.strip { display: flex; gap: 2px; margin-top: 18px; } .strip i { flex: 1; max-width: 14px; height: 22px; border-radius: 2px; background: var(--tone); opacity: .8; }
.strip .tone-good { opacity: .32; }
.overview ul { margin: 24px 0 40px; padding: 0; list-style: none; } .overview li { display: grid; grid-template-columns: 14em 8em 1fr; gap: 2px 18px; padding: 9px 0; border-bottom: 1px solid var(--rule); } .overview span { color: var(--dim); }
footer { margin-top: 72px; padding-top: 18px; border-top: 1px solid var(--rule); color: var(--dim); font-size: .84rem; }
@media (max-width: 640px) {
  .state .level small { display: block; margin-top: 4px; }
  .wide { display: none; } .activity .legs { display: block; margin: 0; }
  .overview li { grid-template-columns: 1fr auto; } .overview span { grid-column: 1 / -1; }
  .glance { grid-template-columns: 1fr 1fr; gap: 20px; }
  .compact { font-size: .86rem; } .compact th, .compact td { padding-right: 9px; } .compact thead th { padding-right: 9px; }
  .unopened .reason { display: none; } .unopened tr { display: grid; grid-template-columns: 7.2em 1fr auto; border-bottom: 1px solid var(--rule); }
  .unopened td, .unopened thead th { border: 0; } .unopened td.reason { display: block; grid-column: 1 / -1; grid-row: 2; padding-top: 0; color: var(--dim); } .unopened thead tr { border-color: var(--faint); }
  .board section { margin-top: 44px; } .ticket { margin-inline: -4px; }
}
`;
