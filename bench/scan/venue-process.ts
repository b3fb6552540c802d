import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EpochMs } from '../../src/core/domain/time.ts';

/** A venue like Binance on 127.0.0.1, in a process of its own: it must not compete with what is measured. */
export interface VenueProcess {
  readonly url: string;
  /** Sets the venue's clock; returns once it has. */
  setNow(now: EpochMs): Promise<void>;
  stop(): void;
}

export async function startVenueProcess(): Promise<VenueProcess> {
  const child = fork(fileURLToPath(new URL('./venue.ts', import.meta.url)));
  const answer = async (): Promise<unknown> => ((await once(child, 'message')) as unknown[])[0];
  const url = String(await answer());
  return {
    url,
    setNow: async (now) => {
      child.send(now);
      await answer();
    },
    stop: () => {
      child.kill();
    },
  };
}
