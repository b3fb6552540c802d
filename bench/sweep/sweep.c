/*
 * The yardstick of `npm run bench -- sweep`: many settings over one history with given features, in plain C, one bar after the
 * other, by the rules of src/core/strategy and src/core/book. Each setting gives net, Sharpe ratio of daily P&L and largest
 * drawdown of hourly closes.
 *
 *   sweep <input> <output> <bars> <settings>
 *
 * input, doubles: columns ts, openX, openY, closeX, closeY, filled, z, beta, sigma, advX, advY, volX, volY; then five numbers a
 * setting: zIn, zOut, zStop, 1 to revert or -1 to follow, z window. output: net, Sharpe, drawdown of each setting.
 * A line on stdin runs all settings once and is answered with the milliseconds of all, files and start-up not counted.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ACCOUNT 40000.0
#define SIGMA_USD 200.0
#define MOST_USD 25000.0
#define LEAST_USD 10.0
#define ADV_SHARE 0.05
#define FEE 0.001
#define SLIP 0.0005
#define LEAST_ADV 5e6
#define MOST_VOL 2.0
#define DAY_MS 86400000.0

typedef struct {
  long bars;
  const double *ts, *openX, *openY, *closeX, *closeY, *filled, *z, *beta, *sigma, *advX, *advY, *volX, *volY;
} History;

typedef struct {
  double net, sharpe, drawdown;
} Figures;

static double least(double a, double b) { return a < b ? a : b; }

/* Quantities of a long spread decided on bar i; 0 when the entry is refused. */
static int size(const History *h, long i, long window, double *qx, double *qy) {
  double beta = h->beta[i], sigma = h->sigma[i];
  if (!(beta > 0) || !(sigma > 0)) return 0;
  if (least(h->advX[i], h->advY[i]) < LEAST_ADV || h->volX[i] > MOST_VOL || h->volY[i] > MOST_VOL) return 0;
  double missing = 0;
  for (long k = i < window ? 0 : i - window + 1; k <= i; k++) missing += h->filled[k];
  if (missing / window > 0.05) return 0;
  double y = SIGMA_USD / sigma, x = beta * y;
  double scale = least(1, least(least(MOST_USD, h->advX[i] * ADV_SHARE) / x, least(MOST_USD, h->advY[i] * ADV_SHARE) / y));
  if (x * scale < LEAST_USD || y * scale < LEAST_USD) return 0;
  *qx = -(x * scale) / h->closeX[i];
  *qy = y * scale / h->closeY[i];
  return 1;
}

/* Cash that filling a quantity at an open takes. */
static double cost(double quantity, double open) {
  double price = open * (1 + (quantity > 0 ? SLIP : -SLIP));
  return quantity * price + FEE * fabs(quantity) * price;
}

static Figures walk(const History *h, const double *setting, double *daily) {
  double zIn = setting[0], zOut = setting[1], zStop = setting[2], way = setting[3];
  long window = (long)setting[4];
  double cash = ACCOUNT, peak = ACCOUNT, drawdown = 0, net = 0, before = ACCOUNT, entered = 0;
  double qx = 0, qy = 0, nextX = 0, nextY = 0;
  int side = 0, pending = 0, leaving = 0, ruined = 0;
  long days = 0;
  for (long i = 0; i < h->bars; i++) {
    int real = h->filled[i] == 0;
    if (pending && real) {
      if (leaving) {
        cash -= cost(-qx, h->openX[i]) + cost(-qy, h->openY[i]);
        net += cash - entered;
        qx = qy = 0;
        side = 0;
      } else {
        entered = cash;
        qx = nextX, qy = nextY;
        cash -= cost(qx, h->openX[i]) + cost(qy, h->openY[i]);
      }
      pending = 0;
    }
    double worth = cash + qx * h->closeX[i] + qy * h->closeY[i];
    if (worth > peak) peak = worth;
    else if (peak - worth > drawdown * peak) drawdown = (peak - worth) / peak;
    if (i + 1 == h->bars || floor(h->ts[i + 1] / DAY_MS) != floor(h->ts[i] / DAY_MS)) {
      daily[days++] = (worth - before) / ACCOUNT;
      before = worth;
    }
    if (real && worth <= 0) ruined = 1;
    if (!real || pending || i == 0) continue;
    if (ruined) {
      if (side != 0) pending = leaving = 1;
      continue;
    }
    double now = way * h->z[i], last = way * h->z[i - 1];
    if (isnan(now) || isnan(last)) continue;
    if (side != 0) {
      double reach = side * now;
      if (reach > -zOut || (way > 0 && reach < -zStop)) pending = leaving = 1;
    } else {
      int to = now < -zIn && last >= -zIn ? 1 : now > zIn && last <= zIn ? -1 : 0;
      if (to == 0 || (way > 0 && fabs(now) > zStop) || !size(h, i, window, &nextX, &nextY)) continue;
      nextX *= to, nextY *= to;
      side = to;
      pending = 1, leaving = 0;
    }
  }
  double sum = 0, squares = 0;
  for (long d = 0; d < days; d++) sum += daily[d];
  for (long d = 0; d < days; d++) squares += (daily[d] - sum / days) * (daily[d] - sum / days);
  Figures figures = {net, sum / days / sqrt(squares / (days - 1)) * sqrt(365), drawdown};
  return figures;
}

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  long bars = atol(argv[3]), settings = atol(argv[4]);
  size_t count = (size_t)(13 * bars + 5 * settings);
  double *numbers = malloc(count * sizeof *numbers), *daily = malloc((size_t)bars * sizeof *daily);
  Figures *figures = malloc((size_t)settings * sizeof *figures);
  FILE *input = fopen(argv[1], "rb");
  if (!numbers || !daily || !figures || !input || fread(numbers, sizeof *numbers, count, input) != count) return 1;
  fclose(input);
  const double *c[13];
  for (int k = 0; k < 13; k++) c[k] = numbers + k * bars;
  History h = {bars, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12]};
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    double start = milliseconds();
    for (long s = 0; s < settings; s++) figures[s] = walk(&h, numbers + 13 * bars + 5 * s, daily);
    printf("%.6f\n", milliseconds() - start);
    fflush(stdout);
  }
  FILE *output = fopen(argv[2], "wb");
  if (!output || fwrite(figures, sizeof *figures, (size_t)settings, output) != (size_t)settings) return 1;
  return fclose(output) == 0 ? 0 : 1;
}
