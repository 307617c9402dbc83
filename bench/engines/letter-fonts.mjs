/**
 * Lets an engine that finds its fonts by fontconfig find those of our letters, as if they were installed: `node letter-fonts.mjs COMMAND ARGUMENT…`
 * becomes that command with them at hand.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fontFiles } from './font-files.mjs';

const folder = mkdtempSync(join(tmpdir(), 'letter-fonts-'));
const places = [...new Set(Object.values(fontFiles).map(dirname))].map((place) => `<dir>${place}</dir>`).join('');
const settings = join(folder, 'fonts.conf');
const include = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>';
writeFileSync(settings, `<?xml version="1.0"?><fontconfig>${include}${places}<cachedir>${folder}</cachedir></fontconfig>`);

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, FONTCONFIG_FILE: settings } });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
child.once('error', () => process.exit(1));
child.once('exit', (code) => process.exit(code ?? 1));
