import type Database from 'better-sqlite3';

/** From Node 22.14 on. */
const NODE_API_OF_13 = 10;

/**
 * The version of better-sqlite3 that suits this Node. Either aborts the whole process on the other's: 12 on Node 24.19 and later, when
 * the garbage collector frees a statement of it; 13 without Node-API 10, when it opens a database.
 */
export async function sqlitePackage(): Promise<typeof Database> {
  const isNew = Number(process.versions.napi) >= NODE_API_OF_13;
  return (await (isNew ? import('better-sqlite3-13') : import('better-sqlite3'))).default;
}
