/** `npm start`: from a checkout to a running Genmæle. Arguments after `--` go to `genmaele start`. */
import { runCommand } from './run-command.mjs';

await runCommand(['start', ...process.argv.slice(2)]);
