/**
 * Loaded before the program with `node --import`: kills the process, as `kill -9` does, at one of its write points. A point
 * lies before each operation that writes, in the middle of each write to a file, and between the answer to a request and
 * the program's learning of it. A kill after an operation is one before the next.
 * `CRASH_AT`: number of the point, from 1. `CRASH_TRACE`: file that takes a line a point; then nothing is killed.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { interceptWrites } from './intercept-writes.mjs';

const fatal = Number(process.env.CRASH_AT ?? 0);
const trace = process.env.CRASH_TRACE === undefined ? null : openSync(process.env.CRASH_TRACE, 'w');
// Bound before they are intercepted.
const write = writeSync;
const close = closeSync;
let points = 0;

function passPoint(label, beforeDying = () => undefined) {
  points += 1;
  if (trace !== null) write(trace, `${label}\n`);
  if (points !== fatal) return;
  beforeDying();
  process.kill(process.pid, 'SIGKILL');
}

interceptWrites(({ kind, label, half }, run) => {
  passPoint(`before: ${label}`);
  if (half !== null) passPoint(`halfway: ${label}`, half);
  const result = run();
  if (kind !== 'send') return result;
  return result.then((response) => {
    passPoint(`answered: ${label}`);
    return response;
  });
});

process.on('exit', () => {
  passPoint('before: exit');
  if (trace !== null) close(trace);
});
