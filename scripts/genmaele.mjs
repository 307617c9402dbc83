#!/usr/bin/env node
/** The `genmaele` command in a checkout: `npx genmaele COMMAND`. */
import { runCommand } from './run-command.mjs';

await runCommand(process.argv.slice(2));
