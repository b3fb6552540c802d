"""The default rule's spread as one synthetic instrument in backtesting.py, which knows no pairs: the nearest it comes.

    backtesting_spread.py <candles> <bars>

candles as for vectorbt_pair.py. Prints `backtest_ms`: milliseconds from columns to statistics, warm, as JSON.
"""
import json
import sys
import time
import warnings

try:
    import numpy as np
    import pandas as pd
    from backtesting import Backtest, Strategy
except ImportError as error:
    print(json.dumps({"missing": error.name}))
    sys.exit()

warnings.filterwarnings("ignore")
W, L = 200, 100
bars = int(sys.argv[2])
ts, open_x, close_x, volume_x, open_y, close_y, volume_y = np.fromfile(sys.argv[1], dtype=np.float64).reshape(7, bars)
index = pd.to_datetime(ts, unit="ms")


class Revert(Strategy):
    def init(self):
        self.z = self.I(lambda: self.data.df["Z"].to_numpy(), name="z")

    def next(self):
        now, last = self.z[-1], self.z[-2]
        if self.position:
            side = 1 if self.position.is_long else -1
            if side * now < -3.5 or side * now > -0.5:
                self.position.close()
        elif now < -2 <= last:
            self.buy(size=0.5)
        elif now > 2 >= last:
            self.sell(size=0.5)


def run():
    x, y = pd.Series(np.log(close_x), index), pd.Series(np.log(close_y), index)
    beta = x.rolling(W).cov(y) / x.rolling(W).var()
    mean = y.rolling(L).mean() - beta * x.rolling(L).mean()
    variance = y.rolling(L).var() - 2 * beta * x.rolling(L).cov(y) + beta**2 * x.rolling(L).var()
    price = close_y / open_y[0] + 1
    opening = open_y / open_y[0] + 1
    frame = pd.DataFrame(
        {
            "Open": opening, "Close": price, "High": np.maximum(opening, price), "Low": np.minimum(opening, price),
            "Volume": volume_y, "Z": ((y - beta * x - mean) / np.sqrt(variance.clip(lower=0))).fillna(0),
        },
        index=index,
    )
    return Backtest(frame, Revert, cash=40_000, commission=0.0015).run()


run()
times = []
for _ in range(3):
    start = time.perf_counter()
    run()
    times.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"backtest_ms": sorted(times)[1]}))
