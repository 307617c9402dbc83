import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ReaderLimits } from './reader-limits.js';

/** A command with its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** What this machine can put around a child that opens untrusted files. */
export interface Cage {
  /** `unshare`, where it can give the child a network of its own that leads nowhere. */
  readonly unshare?: string;
  /** A shell that sets the kernel's own limits: processor time, memory, no file written. */
  readonly shell?: string;
  /** What an idle Node has of memory that the kernel counts as its data, in kB; from version 24 it sets half a GB aside for code it may never make. */
  readonly idleData?: number;
}

const firstOf = (files: readonly string[]): string | undefined => files.find((file) => isRunnable(file));

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const succeeds = (file: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(file, [...args], { env: {}, timeout: 5000 }, (error) => resolve(error === null));
  });

const tellData = `console.log(/^VmData:\\s+(\\d+)/m.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'))[1])`;

/** What an idle Node of this version has set aside; nothing where the machine does not tell. */
const idleDataHere = (): Promise<number | undefined> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['-e', tellData], { env: {}, timeout: 5000 }, (error, said) => {
      const kilobytes = Number(said);
      resolve(error === null && kilobytes > 0 ? kilobytes : undefined);
    });
  });

const ownNetwork = ['--user', '--net', '--'];

async function findCage(): Promise<Cage> {
  const shell = firstOf(['/bin/sh', '/usr/bin/sh']);
  const unshare = process.platform === 'linux' ? firstOf(['/usr/bin/unshare', '/bin/unshare']) : undefined;
  const works = unshare !== undefined && shell !== undefined && (await succeeds(unshare, [...ownNetwork, shell, '-c', ':']));
  const idleData = await idleDataHere();
  return { ...(shell ? { shell } : {}), ...(works ? { unshare } : {}), ...(idleData ? { idleData } : {}) };
}

let found: Promise<Cage> | undefined;

/** What this machine can do, found out once. */
export function cageOfThisMachine(): Promise<Cage> {
  found ??= findCage();
  return found;
}

/** The cage in one Danish line, for `genmaele doctor`: what holds untrusted files, and what this machine cannot give. */
export function describeCage({ unshare, shell }: Cage): string {
  const network = unshare ? 'uden netværk (unshare)' : 'netværket spærres kun i processen selv, for unshare virker ikke her';
  const limits =
    shell && existsSync('/proc/self/stat')
      ? 'med loft over hukommelse og tid'
      : 'med loft over heap og ur alene, for der er ingen /proc her';
  return `i en proces for sig, ${network}, ${limits}`;
}

/** Heap and what else a process needs must both have room below the limit; buffers and code lie outside the heap. */
const heapShare = 0.6;
/** The kernel's limit on processor time is the last one, for a child whose parent has died; the parent's own comes first. */
const kernelGrace = 5;

/** Tests run from the sources, where the entry is TypeScript. */
function entry(): { file: string; loader: string[]; environment: Record<string, string> } {
  const built = fileURLToPath(new URL('./reader-child.js', import.meta.url));
  if (existsSync(built)) return { file: built, loader: [], environment: {} };
  const settings = fileURLToPath(new URL('../../../../tsconfig.json', import.meta.url));
  const register = `import { register } from 'node:module'; register('@swc-node/register/esm', '${import.meta.url}');`;
  const loader = ['--import', `data:text/javascript,${encodeURIComponent(register)}`];
  return { file: built.replace(/\.js$/, '.ts'), loader, environment: { SWC_NODE_PROJECT: settings } };
}

/** How the child is started within a cage, and the little environment it gets. */
export function childCommand(
  { unshare, shell, idleData = 0 }: Cage,
  limits: ReaderLimits,
): Command & { environment: Record<string, string> } {
  const { file, loader, environment } = entry();
  const node = [
    process.execPath,
    `--max-old-space-size=${Math.floor(limits.memoryMb * heapShare)}`,
    '--disallow-code-generation-from-strings',
    '--disable-warning=ExperimentalWarning',
    ...loader,
    file,
    String(limits.maxBytes),
  ];
  const kilobytes = limits.memoryMb * 1024 + idleData;
  // A limit that the machine does not know is passed over; the parent watches too.
  const set = `ulimit -c 0; ulimit -f 0; ulimit -d ${kilobytes}; ulimit -t ${Math.ceil(limits.seconds) + kernelGrace}`;
  const limited = shell ? [shell, '-c', `{ ${set}; } 2>/dev/null; exec "$0" "$@"`, ...node] : node;
  const [first = process.execPath, ...args] = unshare ? [unshare, ...ownNetwork, ...limited] : limited;
  return { file: first, args, environment };
}
