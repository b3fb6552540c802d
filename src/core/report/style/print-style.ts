/** On paper: light, no buttons, every table whole. */
export const printStyle = `
@page { size: A4; margin: 14mm 12mm; }
@media print {
  :root { --paper: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; background: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section { margin-top: 30pt; }
  h2, .lead, caption, figcaption, .toolbar { break-after: avoid; }
  .verdict .level { font-size: 32pt; } .verdict .reason { font-size: 15pt; }
  .headlines { grid-template-columns: repeat(3, 1fr); gap: 14pt 20pt; } .headlines .big { font-size: 17pt; }
  .toolbar .spans, .moment, .how, .see { display: none; }
  .toolbar { position: static; border: 0; padding: 0; }
  .pane, .histogram, .months, .groups, thead, tr, .headlines > div { break-inside: avoid; }
  .pane { margin-top: 14pt; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; } thead { display: table-header-group; }
  .months { min-width: 0; font-size: 6.6pt; } .months th:first-child { width: 30pt; } .months thead th { font-size: inherit; } .months td, .months tbody th, .months thead th { padding: 3pt 2pt; } .months th[scope="row"] { position: static; }
  .trades, .folds { font-size: 6.9pt; } .trades thead th, .folds thead th { font-size: inherit; } .trades td:nth-child(4), .trades th:nth-child(4) { padding-left: 6pt; } .trades td, .trades thead th, .folds td, .folds thead th { padding: 2.5pt 5pt 2.5pt 0; }
  .folds .choice { min-width: 0; } .folds .t { white-space: normal; }
  .trades .open { text-decoration: none; color: inherit; } .trades thead button { white-space: normal; }
  .columns { grid-template-columns: 1fr 1fr; gap: 20pt; } .facts { font-size: 7.4pt; }
  .figures td.definition { font-size: 7.6pt; }
  .histogram svg { height: 120pt; }
}
`;
