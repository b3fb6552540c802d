import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { replaceFile } from '../atomic-file.ts';
import { safeName } from '../../core/domain/pair.ts';
import type { CcxtMarket } from './ccxt-venue.ts';

const MAX_AGE_MS = 86_400_000;

interface Stored {
  /** Fingerprint of the venue's settings: another host is another venue. */
  readonly settings: string;
  readonly savedAt: number;
  readonly checksum: string;
  readonly markets: readonly CcxtMarket[];
}

/** Market metadata on disk, for a day. */
export interface MarketRulesCache {
  /**
   * The stored markets, or null when there are none, they are from other settings, or, unless any age will do, older than
   * a day.
   */
  read(options?: { readonly isAnyAge: boolean }): Promise<readonly CcxtMarket[] | null>;
  /** Never fails: what cannot be stored is fetched again next time. */
  write(markets: readonly CcxtMarket[]): void;
}

/**
 * Keeps ccxt's descriptions of the few markets in use in `<folder>/<venue>_markets.json`, replaced atomically. A damaged file
 * (also one whose content no longer fits its checksum) is ignored with a warning: the markets are then fetched anew.
 * @param settings everything that can change which host answers; only its hash is stored
 */
export function marketRulesCache(options: {
  readonly folder: string;
  readonly venue: string;
  readonly settings: unknown;
  readonly clock: Clock;
  readonly log: Logger;
}): MarketRulesCache {
  const { clock, log } = options;
  const path = join(options.folder, `${safeName(options.venue)}_markets.json`);
  const settings = sha256(JSON.stringify(options.settings));
  return {
    read: async ({ isAnyAge } = { isAnyAge: false }) => {
      const text = await readFile(path, 'utf8').catch(() => null);
      if (text === null) return null;
      const stored = storedMarkets(text);
      if (stored === null) {
        log.warn('the stored market rules are damaged and are fetched again', { path });
        return null;
      }
      const age = clock.now() - stored.savedAt;
      const isFresh = isAnyAge || (age >= 0 && age < MAX_AGE_MS);
      return stored.settings === settings && isFresh ? stored.markets : null;
    },
    write: (markets) => {
      const json = JSON.stringify(markets);
      const head = { settings, savedAt: clock.now(), checksum: sha256(json) };
      try {
        replaceFile(path, `${JSON.stringify(head).slice(0, -1)},"markets":${json}}\n`);
      } catch (error) {
        log.warn('the market rules could not be stored', { reason: error instanceof Error ? error.message : '' });
      }
    },
  };
}

function storedMarkets(text: string): Stored | null {
  try {
    const stored = JSON.parse(text) as Partial<Stored> | null;
    const { settings, savedAt, checksum, markets } = stored ?? {};
    if (typeof settings !== 'string' || typeof savedAt !== 'number' || !Array.isArray(markets)) return null;
    return sha256(JSON.stringify(markets)) === checksum ? { settings, savedAt, checksum, markets } : null;
  } catch {
    return null;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
