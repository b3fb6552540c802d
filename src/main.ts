import { runProgram } from './cli/program.ts';

// A reader that has seen enough (`statarb history | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), async () => (await import('./compose.ts')).composition);
