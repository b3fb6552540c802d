// Not installed where Node is too old for it; what we use of it has the types of the version before.
declare module 'better-sqlite3-13' {
  export { default } from 'better-sqlite3';
}
