import { redactor } from '../config/redactor.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { Composition } from './composition.ts';
import type { CommandContext, GlobalOptions } from './command-context.ts';
import { exitCode } from './exit-code.ts';
import { standardOutput } from './output.ts';

/**
 * Runs a command's code with its context. Whatever goes wrong becomes one line on stderr (a stack trace when the fault is ours),
 * a JSON document with `--json`, and an exit code.
 */
export async function runCommand(
  compose: Composition,
  options: GlobalOptions,
  action: (context: CommandContext) => Promise<number>,
): Promise<number> {
  let redact = (text: string): string => text;
  const output = standardOutput(options.json, (text) => redact(text));
  const context: CommandContext = {
    options,
    compose,
    output,
    async config() {
      const { loadConfig } = await import('../config/load-config.ts');
      const config = loadConfig(options.config, process.env);
      redact = redactor(config.secrets);
      return config;
    },
  };
  try {
    return await action(context);
  } catch (error) {
    const isExpected = error instanceof AppError;
    const message = error instanceof Error ? error.message : String(error);
    output.json({ error: { code: isExpected ? error.code : 'bug', message } });
    output.error(isExpected || !(error instanceof Error) ? message : (error.stack ?? message));
    return exitCode(error);
  }
}
