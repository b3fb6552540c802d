import type { EpochMs } from '../core/domain/time.ts';

/** What can be told of the machine that statarb runs on. Nothing it does leaves a trace. */
export interface Machine {
  /** Version of Node: `20.20.2`. */
  readonly nodeVersion: string;
  /** Versions of Node that statarb runs on, as package.json writes them. */
  readonly nodeRange: string;
  /** Name of the local time zone, or null when the system does not say. */
  readonly timeZone: string | null;
  /** How far local time is ahead of UTC at that moment. */
  utcOffsetMinutes(at: EpochMs): number;
  /**
   * Whether a file can be made in a folder, or the folder itself when it is not there: by making one and removing it.
   * @throws AppError `storage` saying why not
   */
  probeFolder(path: string): void;
  /** Whether an existing file can be written to; a missing one can. @throws AppError `storage` */
  probeFile(path: string): void;
  /** Free space where a path lies or would lie, and the file system it is on. @throws AppError `storage` */
  space(path: string): { readonly freeBytes: number; readonly fileSystem: string };
  /** Permission bits of a file; null when there is none, or where files have no such bits. */
  fileMode(path: string): number | null;
  /** Opens a connection and closes it, sending nothing. @throws AppError `delivery` when none comes about */
  connect(host: string, port: number): Promise<void>;
}
