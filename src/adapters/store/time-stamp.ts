import { isoUtc, type EpochMs } from '../../core/domain/time.ts';

/** A time as part of a file name, to the second: `2024-03-01T070110Z`. Names sort by time. */
export const timeStamp = (at: EpochMs): string => isoUtc(at).replace(/\.\d+/, '').replaceAll(':', '');
