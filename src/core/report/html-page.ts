import { embeddedCode, embeddedJson, escapeHtml } from './escape-html.ts';

/** The charting library as text: its program, which defines `uPlot`, and its style sheet. */
export interface ChartAssets {
  readonly chartScript: string;
  readonly chartStyle: string;
}

// Nothing is loaded and nothing is sent, whatever the page is made to contain.
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * One HTML file that needs no network.
 * @param page `title` and `data` (read by the program from `#report-data`) may hold text from outside; `styles`, `main` and
 *   `scripts` are ours, with such text escaped already
 */
export function htmlPage(page: {
  readonly title: string;
  readonly styles: readonly string[];
  readonly main: string;
  readonly data: unknown;
  readonly scripts: readonly string[];
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)}</title>
<link rel="icon" href="data:,">
<style>${page.styles.map(embeddedCode).join('')}</style>
</head>
<body>
<main>
${page.main}
</main>
<script type="application/json" id="report-data">${embeddedJson(page.data)}</script>
${page.scripts.map((script) => `<script>${embeddedCode(script)}</script>`).join('\n')}
</body>
</html>
`;
}
