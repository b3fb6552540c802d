/*
 * The yardstick of `npm run bench -- features`: log prices, rolling beta, and z and sigma of the fixed-beta spread, in plain C
 * by the block method of src/core/stats/rolling-co-moments.ts.
 *
 *   features <input> <output> <bars> <olsBeta> <zscore>
 *
 * input:  close of x, then close of y, as doubles. output: beta, z, sigma of the last run, as doubles.
 * A line on stdin starts a run and is answered with its milliseconds, files and start-up not counted:
 *   all    every column that the TypeScript returns (also alpha, the spread and its mean), in fresh memory, as there
 *   bare   beta, z and sigma alone, in memory that is allocated once
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The columns of one run; alpha, spread and mean are NULL in a bare one. */
typedef struct {
  double *x, *y, *beta, *z, *sigma, *alpha, *spread, *mean;
} Columns;

/* Element j: sums over the window - 1 - j bars before a block, then the moments of its bar j. */
typedef struct {
  double *x, *y, *xx, *xy, *yy;
} Moments;

static double *column(long n) {
  double *values = calloc((size_t)n, sizeof *values);
  if (values == NULL) abort();
  return values;
}

static Columns columns(long n, int all) {
  Columns c = {column(n), column(n), column(n), column(n), column(n), NULL, NULL, NULL};
  if (all) c.alpha = column(n), c.spread = column(n), c.mean = column(n);
  return c;
}

static void release(Columns c) {
  free(c.x), free(c.y), free(c.beta), free(c.z), free(c.sigma), free(c.alpha), free(c.spread), free(c.mean);
}

/*
 * Sums of the bars before the block that begins at `start`, `slope` times x taken out of y; returns the first element that has
 * enough of them.
 */
static long sum_backwards(const double *x, const double *y, long start, long window, double slope, Moments m) {
  long newest = window - 1, first = newest > start ? newest - start : 0;
  double x1 = 0, y1 = 0, xx = 0, xy = 0, yy = 0;
  for (long j = newest; j >= first; j--) {
    m.x[j] = x1, m.y[j] = y1, m.xx[j] = xx, m.xy[j] = xy, m.yy[j] = yy;
    if (j == first) break;
    double dx = x[start - 1 - (newest - j)] - x[start], dy = y[start - 1 - (newest - j)] - y[start] - slope * dx;
    x1 += dx, y1 += dy, xx += dx * dx, xy += dx * dy, yy += dy * dy;
  }
  return first;
}

static void rolling_beta(Columns c, long n, long window, Moments m) {
  const double *x = c.x, *y = c.y;
  for (long start = 0; start < n; start += window) {
    long end = start + window < n ? start + window : n;
    long first = sum_backwards(x, y, start, window, 0, m);
    double x1 = 0, y1 = 0, xx = 0, xy = 0;
    for (long i = start, j = 0; i < end; i++, j++) {
      double dx = x[i] - x[start], dy = y[i] - y[start];
      x1 += dx, y1 += dy, xx += dx * dx, xy += dx * dy;
      double sx = x1 + m.x[j], sy = y1 + m.y[j], mx = sx / (double)window;
      double sxx = xx + m.xx[j] - sx * mx, sxy = xy + m.xy[j] - sy * mx;
      double slope = j >= first && sxx > 0 ? sxy / sxx : NAN;
      c.beta[i] = slope;
      if (c.alpha != NULL) c.alpha[i] = y[start] + sy / (double)window - slope * (x[start] + mx);
    }
  }
}

static void fixed_beta_spread(Columns c, long n, long window, Moments m) {
  const double *x = c.x, *y = c.y;
  for (long start = 0; start < n; start += window) {
    long end = start + window < n ? start + window : n;
    double slope = isnan(c.beta[start]) ? 0 : c.beta[start];
    long first = sum_backwards(x, y, start, window, slope, m);
    double x1 = 0, y1 = 0, xx = 0, xy = 0, yy = 0;
    for (long i = start, j = 0; i < end; i++, j++) {
      double dx = x[i] - x[start], dy = y[i] - y[start] - slope * dx;
      x1 += dx, y1 += dy, xx += dx * dx, xy += dx * dy, yy += dy * dy;
      double sx = x1 + m.x[j], sy = y1 + m.y[j], mx = sx / (double)window, my = sy / (double)window;
      double sxx = xx + m.xx[j] - sx * mx, sxy = xy + m.xy[j] - sx * my, syy = yy + m.yy[j] - sy * my;
      double b = j >= first ? c.beta[i] : NAN, turn = b - slope;
      double variance = (syy - turn * (2 * sxy - turn * sxx)) / (double)(window - 1);
      double std = isnan(variance) ? NAN : variance > 0 ? sqrt(variance) : 0;
      c.sigma[i] = std;
      c.z[i] = std > 0 ? (dy - my - turn * (dx - mx)) / std : NAN;
      if (c.spread != NULL) {
        c.spread[i] = y[i] - b * x[i];
        c.mean[i] = y[start] - b * x[start] + (my - turn * mx);
      }
    }
  }
}

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  long n = atol(argv[3]), w = atol(argv[4]), l = atol(argv[5]);
  long longest = w > l ? w : l;
  double *closes = column(2 * n);
  FILE *input = fopen(argv[1], "rb");
  if (input == NULL || fread(closes, sizeof(double), 2 * (size_t)n, input) != 2 * (size_t)n) return 3;
  fclose(input);

  Moments m = {column(longest), column(longest), column(longest), column(longest), column(longest)};
  Columns kept = columns(n, 0), last = kept;
  char line[16];
  while (fgets(line, sizeof line, stdin) != NULL) {
    int all = strncmp(line, "all", 3) == 0;
    if (last.x != kept.x) release(last);
    double start = now_ms();
    last = all ? columns(n, 1) : kept;
    for (long i = 0; i < n; i++) last.x[i] = log(closes[i]);
    for (long i = 0; i < n; i++) last.y[i] = log(closes[n + i]);
    rolling_beta(last, n, w, m);
    fixed_beta_spread(last, n, l, m);
    printf("%.3f\n", now_ms() - start);
    fflush(stdout);
  }

  FILE *output = fopen(argv[2], "wb");
  size_t size = (size_t)n;
  if (output == NULL || fwrite(last.beta, sizeof(double), size, output) != size ||
      fwrite(last.z, sizeof(double), size, output) != size || fwrite(last.sigma, sizeof(double), size, output) != size)
    return 4;
  return fclose(output) == 0 ? 0 : 4;
}
