import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file and folder below a folder, by relative path, with its bytes as text (folders: `null`). */
export function folderTree(folder: string): Record<string, string | null> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      return [name, statSync(path).isDirectory() ? null : readFileSync(path).toString('latin1')];
    }),
  );
}
