const WORDS: readonly (readonly [term: string, meaning: string])[] = [
  [
    'Order',
    'Pairs that pass every filter come first, then by q, then by p. There is no score: nothing is weighed against anything, and the held-out window ranks nothing, so that it can confirm.',
  ],
  [
    'p and q',
    'p is Engle–Granger with lags by AIC and MacKinnon’s surface for residuals of two series. q is the false-discovery rate over all tests of this run by Benjamini and Yekutieli, which holds however the tests depend on each other, and pairs that share a leg do. It is strict: what it passes over is not shown to be unrelated.',
  ],
  [
    'Johansen',
    'Its published table is that of series that drift, and passes too many pairs of driftless random walks. So the trace stands beside its share among random walks and decides nothing.',
  ],
  [
    'Half-life, Hurst, crossings',
    'Half-life is the bars until half of a deviation is gone, Hurst is below 0.5 for a spread that turns back, crossings count changes of sign. Regression makes the residual of unrelated series look tied, and the longer the window the longer its half-life: only the grey share says whether a figure is unusual.',
  ],
  [
    'Entries a week, win rate',
    'Of the configured rules in the formation window, beside what the same rules show on random walks. These win often too: the residual was fitted to turn back in the window it is traded in.',
  ],
  [
    'Beta, beta drift, quarters',
    'Beta is the slope of log y on log x. Drift is the deviation of beta over the quarters of the window as a share of it: above some tenths the hedge was not one hedge. Quarters counts those in which the test rejects alone; a quarter has little power, and few say little against a slow pair.',
  ],
  [
    'σ in costs',
    'One standard deviation of the spread in round trips of both legs. Below about 1 no rule on this spread can pay for its trades.',
  ],
  [
    'Correlation, dollars a day',
    'Correlation of log returns, a filter and no evidence of a tie. Dollars are those of the thinner leg, a day in the mean: a few large days can make them.',
  ],
  [
    'Held out',
    'The formation window’s own alpha and beta, and the configured rules with their costs, on later bars. Confirmed: the residual rejects a unit root there too, and the rules earned something. A short window confirms few slow pairs even where the tie is real, and a net of few trades is mostly luck: look at its interval, made by resampling blocks.',
  ],
];

/** The ranking and every figure in words, each with what it cannot say. */
export function wordsSection(): string {
  const items = WORDS.map(([term, meaning]) => `<dt>${term}</dt><dd>${meaning}</dd>`);
  return `<section aria-labelledby="words">
<h2 id="words">How to read this</h2>
<dl class="words">
${items.join('\n')}
</dl>
</section>`;
}
