/** Program of the page: draws every group of panes anew when the colours or the width change, on paper too. */
export const themeClient = String.raw`
const groups = [];

function redraw(isResized) {
  readPalette();
  for (const { panes } of groups) for (const pane of panes) isResized ? pane.fit() : pane.redraw();
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw(false));
// Paper is light and of another width.
function print(isPrinting) {
  if (document.documentElement.classList.contains('printing') === isPrinting) return;
  document.documentElement.classList.toggle('printing', isPrinting);
  redraw(true);
}
addEventListener('beforeprint', () => print(true));
addEventListener('afterprint', () => print(false));
matchMedia('print').addEventListener('change', ({ matches }) => print(matches));
`;
