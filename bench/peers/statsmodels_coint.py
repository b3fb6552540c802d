"""Engle-Granger with AIC lag selection by statsmodels' `coint`: the peer of `discover`.

    statsmodels_coint.py <pairs> <bars>

pairs: float64, y and x of each pair. Prints `test_ms`, the median over the pairs, warm, and `statistics` of all of them as JSON;
without statsmodels what is missing.
"""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
try:
    import numpy as np
    from statsmodels.tsa.stattools import coint
except ImportError as error:
    print(json.dumps({"missing": error.name}))
    sys.exit()

pairs = np.fromfile(sys.argv[1], dtype=np.float64).reshape(-1, 2, int(sys.argv[2]))
coint(pairs[0, 0], pairs[0, 1], autolag="aic")
times, statistics, p_values = [], [], []
for y, x in pairs:
    start = time.perf_counter()
    statistic, p_value, _ = coint(y, x, trend="c", autolag="aic")
    times.append((time.perf_counter() - start) * 1e3)
    statistics.append(statistic)
    p_values.append(p_value)
print(json.dumps({"test_ms": float(np.median(times)), "statistics": statistics, "p_values": p_values}))
