/*
 * The yardstick of `npm run bench -- discover`: the Engle-Granger statistic with AIC lag selection of one pair after the other, in
 * plain C by the same algorithm as src/core/stats/unit-root-regression.ts: rolling products, one Cholesky factor for all lags.
 *
 *   engle-granger <input> <output> <bars> <pairs>
 *
 * input, doubles: y and x of each pair. output, doubles: statistic and lags of each pair.
 * A line on stdin runs all pairs once and is answered with the milliseconds of all, files and start-up not counted.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MOST_LAGS 64

static double moves[(MOST_LAGS + 1) * (MOST_LAGS + 1)], mixed[MOST_LAGS + 1], factor[(MOST_LAGS + 2) * (MOST_LAGS + 2)];
static double square;

static void multiply(const double *s, const double *d, long n, long lags) {
  long size = lags + 1, first = size;
  for (long j = 0; j <= lags; j++) {
    double sum = 0;
    for (long t = first; t < n; t++) sum += d[t] * d[t - j];
    moves[j] = sum;
  }
  for (long i = 0; i < lags; i++)
    for (long j = i; j < lags; j++)
      moves[(i + 1) * size + j + 1] = moves[i * size + j] + d[lags - i] * d[lags - j] - d[n - 1 - i] * d[n - 1 - j];
  square = 0;
  double product = 0;
  for (long t = first; t < n; t++) {
    square += s[t - 1] * s[t - 1];
    product += s[t - 1] * d[t];
  }
  mixed[0] = product;
  for (long j = 0; j < lags; j++)
    mixed[j + 1] = mixed[j] + s[lags - 1] * d[lags - j] - s[n - 2] * d[n - 1 - j] + moves[size + j + 1];
}

static double between(long a, long b, long size) {
  if (a < 0) return b < 0 ? square : mixed[b];
  if (b < 0) return mixed[a];
  return a < b ? moves[a * size + b] : moves[b * size + a];
}

/* order 0: level, lags, move; order 1: lags, level, move. */
static long column(long k, long lags, int order) {
  if (k == lags + 1) return 0;
  if (order == 0) return k == 0 ? -1 : k;
  return k == lags ? -1 : k + 1;
}

static void cholesky(long lags, int order) {
  long size = lags + 2;
  for (long r = 0; r < size; r++)
    for (long c = 0; c <= r; c++) {
      double rest = between(column(r, lags, order), column(c, lags, order), lags + 1);
      for (long k = 0; k < c; k++) rest -= factor[r * size + k] * factor[c * size + k];
      factor[r * size + c] = c < r ? rest / factor[c * size + c] : sqrt(rest);
    }
}

static void test(const double *y, const double *x, long n, double *s, double *d, double *out) {
  double mx = 0, my = 0, xx = 0, xy = 0;
  for (long t = 0; t < n; t++) {
    mx += x[t] / n;
    my += y[t] / n;
  }
  for (long t = 0; t < n; t++) {
    xx += (x[t] - mx) * (x[t] - mx);
    xy += (x[t] - mx) * (y[t] - my);
  }
  double beta = xy / xx;
  for (long t = 0; t < n; t++) s[t] = y[t] - my - beta * (x[t] - mx);
  for (long t = 1; t < n; t++) d[t] = s[t] - s[t - 1];

  long longest = (long)ceil(12 * pow(n / 100.0, 0.25)), best = 0;
  multiply(s, d, n, longest);
  cholesky(longest, 0);
  long size = longest + 2, row = (size - 1) * size, observations = n - 1 - longest;
  double squares = moves[0] - factor[row] * factor[row], least = INFINITY;
  for (long lags = 0; lags <= longest; lags++) {
    if (lags > 0) squares -= factor[row + lags] * factor[row + lags];
    double value = observations * log(squares / observations) + 2.0 * (lags + 1);
    if (value < least) {
      least = value;
      best = lags;
    }
  }
  multiply(s, d, n, best);
  cholesky(best, 1);
  size = best + 2;
  row = (size - 1) * size;
  squares = moves[0];
  for (long k = 0; k <= best; k++) squares -= factor[row + k] * factor[row + k];
  out[0] = factor[row + best] / sqrt(squares / (n - 1 - best - best - 1));
  out[1] = best;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  long n = atol(argv[3]), pairs = atol(argv[4]);
  double *data = malloc(sizeof(double) * 2 * n * pairs), *s = malloc(sizeof(double) * n), *d = malloc(sizeof(double) * n);
  double *out = malloc(sizeof(double) * 2 * pairs);
  FILE *in = fopen(argv[1], "rb");
  if (!in || fread(data, sizeof(double), 2 * n * pairs, in) != (size_t)(2 * n * pairs)) return 1;
  fclose(in);
  char line[16];
  while (fgets(line, sizeof line, stdin)) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long p = 0; p < pairs; p++) test(data + 2 * n * p, data + 2 * n * p + n, n, s, d, out + 2 * p);
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.6f\n", (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6);
    fflush(stdout);
  }
  FILE *file = fopen(argv[2], "wb");
  if (!file || fwrite(out, sizeof(double), 2 * pairs, file) != (size_t)(2 * pairs)) return 1;
  return fclose(file);
}
