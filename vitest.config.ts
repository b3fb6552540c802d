import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As src/adapters/store/sqlite-package.ts chooses.
  resolve: { alias: Number(process.versions.napi) >= 10 ? { 'better-sqlite3': 'better-sqlite3-13' } : {} },
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One core less, the default, is half of a machine with two.
    maxWorkers: '100%',
  },
});
