"""The default rule with pandas, numba and vectorbt, as a user of these would write it: the peer of `backtest` and `sweep`.

    vectorbt_pair.py <candles> <bars>

candles: float64 columns ts, open x, close x, volume x, open y, close y, volume y. Prints milliseconds as JSON, warm, the median
of several runs: `features_ms`, `signals_ms`, and with vectorbt `backtest_ms` (aligned frame to metrics) and `sweep_ms` (one
setting on features that are given, metrics included). Without pandas or numba it prints what is missing.
"""
import json
import sys
import time

try:
    import numba
    import numpy as np
    import pandas as pd
except ImportError as error:
    print(json.dumps({"missing": error.name}))
    sys.exit()
try:
    import vectorbt as vbt
except ImportError:
    vbt = None

ACCOUNT, SIGMA_USD, MOST_USD, ADV_SHARE, LEAST_ADV, MOST_VOL = 40_000.0, 200.0, 25_000.0, 0.05, 5e6, 2.0
FEE, SLIP = 0.001, 0.0005
W, L, ADV, VOL = 200, 100, 30, 168

bars = int(sys.argv[2])
ts, open_x, close_x, volume_x, open_y, close_y, volume_y = np.fromfile(sys.argv[1], dtype=np.float64).reshape(7, bars)
index = pd.to_datetime(ts, unit="ms", utc=True)
close = pd.DataFrame({"x": close_x, "y": close_y}, index=index)
opens = pd.DataFrame({"x": open_x, "y": open_y}, index=index)
volume = pd.DataFrame({"x": volume_x, "y": volume_y}, index=index)


def features():
    log = np.log(close)
    x, y = log["x"], log["y"]
    beta = x.rolling(W).cov(y) / x.rolling(W).var()
    mean_x, mean_y = x.rolling(L).mean(), y.rolling(L).mean()
    variance = y.rolling(L).var() - 2 * beta * x.rolling(L).cov(y) + beta**2 * x.rolling(L).var()
    sigma = np.sqrt(variance.clip(lower=0))
    z = ((y - beta * x) - (mean_y - beta * mean_x)) / sigma
    adv = (close * volume).rolling(ADV).mean()
    vol = log.diff().rolling(VOL).std() * np.sqrt(24 * 365)
    return z.to_numpy(), beta.to_numpy(), sigma.to_numpy(), adv.min(axis=1).to_numpy(), vol.max(axis=1).to_numpy()


@numba.njit(cache=False)
def orders(z, beta, sigma, adv, vol, close_x, close_y, z_in, z_out, z_stop):
    """Signed quantity of each leg to be traded at the open of each bar."""
    n = len(z)
    trade = np.zeros((n, 2))
    side, qx, qy = 0, 0.0, 0.0
    for i in range(1, n - 1):
        if np.isnan(z[i]) or np.isnan(z[i - 1]):
            continue
        if side != 0:
            if side * z[i] < -z_stop or side * z[i] > -z_out:
                trade[i + 1, 0], trade[i + 1, 1] = -qx, -qy
                side = 0
            continue
        to = 1 if z[i] < -z_in and z[i - 1] >= -z_in else -1 if z[i] > z_in and z[i - 1] <= z_in else 0
        if to == 0 or abs(z[i]) > z_stop or adv[i] < LEAST_ADV or vol[i] > MOST_VOL or not (beta[i] > 0 and sigma[i] > 0):
            continue
        y = SIGMA_USD / sigma[i]
        x = beta[i] * y
        scale = min(1.0, min(MOST_USD, adv[i] * ADV_SHARE) / max(x, y))
        qx, qy = -to * x * scale / close_x[i], to * y * scale / close_y[i]
        trade[i + 1, 0], trade[i + 1, 1] = qx, qy
        side = to
    return trade


def signals(known, z_in=2.0, z_out=0.5, z_stop=3.5):
    return orders(*known, close_x, close_y, z_in, z_out, z_stop)


def metrics(trade):
    portfolio = vbt.Portfolio.from_orders(
        close, size=pd.DataFrame(np.where(trade == 0, np.nan, trade), index=index, columns=close.columns), price=opens,
        fees=FEE, slippage=SLIP, init_cash=ACCOUNT, cash_sharing=True, group_by=True, freq="1h",
    )
    value = portfolio.value()
    daily = value.resample("D").last().diff() / ACCOUNT
    drawdown = (1 - value / value.cummax().clip(lower=ACCOUNT)).max()
    return portfolio.total_profit(), daily.mean() / daily.std() * np.sqrt(365), drawdown


def median_ms(run, rounds=9):
    run()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times)[len(times) // 2]


known = features()
result = {"features_ms": median_ms(features), "signals_ms": median_ms(lambda: signals(known))}
if vbt is not None:
    result["backtest_ms"] = median_ms(lambda: metrics(signals(features())))
    result["sweep_ms"] = median_ms(lambda: metrics(signals(known, z_in=1.8)))
print(json.dumps(result))
