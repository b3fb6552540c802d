import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeMachine } from '../../../src/adapters/machine/node-machine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Runs as a user whom file modes concern: root may do anything. */
function asNobody<T>(work: () => T): T {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('the machine', () => {
  it('knows its Node and the range that statarb runs on', () => {
    expect(nodeMachine.nodeVersion).toBe(process.versions.node);
    expect(nodeMachine.nodeRange).toMatch(/^>=20/);
  });

  it('probes a folder, or where it would be made, and leaves nothing behind', () => {
    const folder = tempFolder();
    nodeMachine.probeFolder(folder);
    nodeMachine.probeFolder(join(folder, 'not', 'yet', 'there'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says when a folder cannot be written, and why', () => {
    const folder = tempFolder();
    chmodSync(folder, 0o555);
    expect(() => asNobody(() => nodeMachine.probeFolder(folder))).toThrow(/cannot write .*permission denied/);
    writeFileSync(join(folder, 'file'), '');
    expect(() => nodeMachine.probeFolder(join(folder, 'file'))).toThrow(/a file stands where a folder is needed/);
    expect(() => nodeMachine.probeFolder(join(folder, 'file', 'below'))).toThrow(/a file stands where a folder/);
  });

  it('says when a file cannot be written; one that is not there can', () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    const file = join(folder, 'state.db');
    nodeMachine.probeFile(file);
    writeFileSync(file, '');
    chmodSync(file, 0o444);
    expect(() => asNobody(() => nodeMachine.probeFile(file))).toThrow(/cannot write .*state\.db/);
  });

  it('knows the free space of a place that is not there yet', () => {
    const folder = tempFolder();
    const there = nodeMachine.space(folder);
    expect(there.freeBytes).toBeGreaterThan(0);
    expect(nodeMachine.space(join(folder, 'a', 'b')).fileSystem).toBe(there.fileSystem);
  });

  it('reads the permission bits of a file, and none of what is not there', () => {
    const file = join(tempFolder(), '.env');
    expect(nodeMachine.fileMode(file)).toBeNull();
    writeFileSync(file, '');
    chmodSync(file, 0o640);
    expect(nodeMachine.fileMode(file)).toBe(0o640);
    mkdirSync(`${file}.d`);
  });

  it('opens a connection and sends nothing', async () => {
    let received = 0;
    const server = createServer((socket) => {
      socket.on('data', ({ length }) => (received += length)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await nodeMachine.connect('127.0.0.1', port);
    await new Promise((resolve) => server.close(resolve));
    expect(received).toBe(0);
    await expect(nodeMachine.connect('127.0.0.1', port)).rejects.toMatchObject({
      code: 'delivery',
      message: `127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
    });
  });
});
