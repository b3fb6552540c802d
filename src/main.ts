import { runProgram } from './cli/program.ts';
import { composition } from './compose.ts';

process.exitCode = await runProgram(process.argv.slice(2), composition);
