import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cronWord,
  logrotatePath,
  shellWord,
  unitPath,
  unitProgram,
  unitWord,
} from '../../../src/core/deployment/quoting.ts';

/** What a shell takes words for. */
const words = (line: string): string[] =>
  spawnSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .stdout.split('\0')
    .slice(0, -1);

const text = fc.string({
  unit: fc.constantFrom(...'ab/ .-_~%$"\'\\`;&|<>()*?[]{}#!=ü'.split('')),
  minLength: 1,
  maxLength: 12,
});

describe('a word', () => {
  it('of a shell comes out of the shell as it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (list) => {
        expect(words(list.map(shellWord).join(' '))).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });

  it('of a crontab does too, once cron has taken its part', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (list) => {
        const line = list.map(cronWord).join(' ');
        // A bare % would end the command; cron takes the backslash away.
        expect(line).not.toMatch(/(?<!\\)%/);
        expect(words(line.replaceAll('\\%', '%'))).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });

  it('that needs no quotes gets none', () => {
    expect(shellWord('/opt/statarb/config.yaml')).toBe('/opt/statarb/config.yaml');
    expect(unitWord('/opt/statarb/config.yaml')).toBe('/opt/statarb/config.yaml');
  });

  it('of a unit is quoted, and nothing in it is filled in', () => {
    expect(unitWord('/a b/c')).toBe('"/a b/c"');
    expect(unitWord('/a"b\\c')).toBe('"/a\\"b\\\\c"');
    expect(unitWord('/%h/$HOME')).toBe('/%%h/$$HOME');
    expect(unitPath('/a b/%i')).toBe('/a b/%%i');
  });

  it('at the beginning of a command of systemd keeps its $, and goes by way of env where systemd takes no quote', () => {
    expect(unitProgram('/usr/bin/node')).toBe('/usr/bin/node');
    expect(unitProgram('/a b/$x/50%')).toBe('"/a b/$x/50%%"');
    expect(unitProgram("/it's/$x/node")).toBe('/usr/bin/env "/it\'s/$$x/node"');
  });

  it('of logrotate stands for itself, or for any character where it cannot', () => {
    expect(logrotatePath('/a b/[x]*?"')).toBe('"/a b/\\[x\\]\\*\\?\\""');
    expect(logrotatePath('/{a}')).toBe('"/?a?"');
  });
});
