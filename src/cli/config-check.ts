import type { CommandContext } from './command-context.ts';

/** `statarb config check`: the resolved settings, each with where it came from; secrets hidden. */
export async function configCheck(context: CommandContext): Promise<number> {
  const config = await context.config();
  const { output } = context;
  output.json({
    file: config.file,
    hash: config.hash,
    settings: config.resolved.map(({ key, value, origin }) => ({ key, value, origin })),
  });
  output.line(`${config.file} is valid (config ${config.hash})`);
  const width = Math.max(...config.resolved.map(({ key }) => key.length));
  for (const { key, value, origin } of config.resolved) {
    output.line(`  ${key.padEnd(width)}  ${value}  ${output.style('dim', `(${origin})`)}`);
  }
  return 0;
}
