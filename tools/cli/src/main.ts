import { runCli } from './cli.ts';
import { endWithoutReader } from './output-errors.ts';

endWithoutReader();
const exitCode = await runCli(process.argv.slice(2));
process.exitCode ||= exitCode;
