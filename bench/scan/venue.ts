// The process behind `startVenueProcess`: says its address once, then takes the venue's time from every message.
import { startBinanceServer } from '../../tests/support/binance-server.ts';
import { world } from './world.ts';

const server = await startBinanceServer({ candles: world() });
process.on('message', (now) => {
  server.setNow(Number(now));
  process.send?.('set');
});
process.send?.(server.url);
