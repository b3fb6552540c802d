/** Colours, type and the frame of the page. Gains are blue and losses orange: eyes of every kind tell these apart. */
export const pageStyle = `
:root {
  color-scheme: light;
  --paper: #fdfdfc; --panel: #f4f5f5; --ink: #1a1e23; --dim: #5c6670; --rule: #e2e5e8; --faint: #9aa3ad;
  --accent: #0a5fa3; --loss: #b5460a; --open: #7d5b00; --wash: rgb(181 70 10 / .16);
  --band: rgb(92 102 112 / .17); --held: rgb(10 95 163 / .09); --gain-rgb: 10 95 163; --loss-rgb: 200 84 16;
}
@media screen and (prefers-color-scheme: dark) {
  :root:not(.printing) {
    color-scheme: dark;
    --paper: #14171a; --panel: #1c2126; --ink: #e6e9ec; --dim: #9ba6b1; --rule: #2b3239; --faint: #67727d;
    --accent: #6db3f8; --loss: #ff9a5a; --open: #e3b94f; --wash: rgb(255 154 90 / .2);
    --band: rgb(155 166 177 / .2); --held: rgb(109 179 248 / .13); --gain-rgb: 58 140 220; --loss-rgb: 224 112 44;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: clamp(20px, 4vw, 64px) clamp(16px, 4vw, 48px) 80px; max-width: 1160px;
  background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1, h2, h3, p, dl, dd, figure { margin: 0; }
h2 { font-size: 1.3rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.3; }
section { margin-top: 72px; }
section > h2 { padding-top: 20px; border-top: 1px solid var(--rule); }
.lead { margin-top: 6px; max-width: 74ch; color: var(--dim); }
.lead b { color: var(--ink); font-weight: 600; white-space: nowrap; }
.note { margin-top: 14px; color: var(--dim); font-size: .9rem; }
small { color: var(--dim); font-size: .85em; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: pre; }
a, button { color: var(--accent); }
button { font: inherit; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.verdict .what { color: var(--dim); }
.verdict .what strong { color: var(--ink); font-weight: 600; }
.verdict .what span { margin-left: .5em; }
@media (max-width: 640px) { .verdict .what span { display: block; margin: 0; } }
.verdict h1 { position: relative; margin-top: 20px; font-weight: 650; letter-spacing: -.022em; line-height: 1.12; text-wrap: balance; }
.verdict .level { display: block; color: var(--tone); font-size: clamp(2.3rem, 7.4vw, 4.6rem); }
.verdict .reason { display: block; margin-top: 10px; font-size: clamp(1.25rem, 3vw, 2rem); font-weight: 500; letter-spacing: -.014em; line-height: 1.28; }
.tone-good { --tone: var(--accent); } .tone-open { --tone: var(--open); } .tone-bad { --tone: var(--loss); }
.verdict + section { margin-top: 52px; }

.headlines { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 290px), 1fr)); gap: 28px 40px; margin: 24px 0 36px; }
.headlines dt { color: var(--dim); font-size: .92rem; }
.headlines .big { font-size: 2rem; font-weight: 600; letter-spacing: -.02em; line-height: 1.25; }
.headlines .beside { color: var(--dim); font-size: .88rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 32px 56px; margin-top: 20px; align-items: start; }
`;
