/** `npm run generate`: writes the generated files anew; with `-- --check` it only tells whether they are fresh. */
import { runCommand } from './run-command.mjs';

await runCommand(['generate', ...process.argv.slice(2)]);
