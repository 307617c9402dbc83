/** `npm test`: from a checkout to tested. Arguments after `--` go to jest. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureInstalled } from './install.mjs';
import { inProject, orPlainMessage, projectRoot } from './project.mjs';

await orPlainMessage(ensureInstalled);

const args = process.argv.slice(2);
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']; // the project is ESM
const workers = args.some((arg) => /^(--maxWorkers|-w|--runInBand|-i)\b/.test(arg)) ? [] : ['--maxWorkers=2'];
const jest = spawn(process.execPath, [...flags, inProject('node_modules', 'jest', 'bin', 'jest.js'), ...workers, ...args], {
  cwd: projectRoot,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
jest.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
