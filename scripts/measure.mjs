/** `npm run proof -- NAME` and `npm run bench -- NAME`: the first argument, `proof` or `bench`, comes from package.json. */
import { runCommand } from './run-command.mjs';

await runCommand(process.argv.slice(2));
