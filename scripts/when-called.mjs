/**
 * Modules that a package imports at its start and that are hardly ever needed: they are set up when first called.
 * Starknet's tables, for signing on two venues, cost 20 ms, and each of the others 3 ms, in a process that lives for 200.
 */
const MODULES = [
  {
    path: '@scure/starknet',
    of: 'ccxt',
    names: ['ethSigToPrivate', 'getStarkKey', 'keccak', 'pedersen', 'poseidonHashMany', 'sign'],
  },
  { path: 'ws', of: 'ccxt', names: ['default', 'createWebSocketStream'] },
  { path: 'node:child_process', of: 'commander', names: ['spawn'] },
];

/** @type {import('esbuild').Plugin} Puts functions in the place of those modules; an import of a name that is not listed fails the build. */
export const whenCalled = {
  name: 'when-called',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, importer, resolveDir }) => {
      const found = MODULES.find((module) => module.path === path && importer.includes(`/node_modules/${module.of}/`));
      return found && { path, namespace: 'when-called', pluginData: { ...found, resolveDir } };
    });
    onLoad({ filter: /./, namespace: 'when-called' }, ({ pluginData: { path, names, resolveDir } }) => ({
      contents: names.map((name) => forwarding(path, name)).join('\n'),
      resolveDir,
    }));
  },
};

/** A function of the same name, for calls and for `new`. */
const forwarding = (path, name) => `
  function call_${name}(...given) {
    const { ${name}: real } = require('${path}');
    return new.target ? new real(...given) : real(...given);
  }
  export { call_${name} as ${name} };`;
