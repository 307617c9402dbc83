import { readFile } from 'node:fs/promises';

/** What a process uses and has used, as the machine tells it. */
export interface ProcessUsage {
  readonly rssMb: number;
  readonly cpuSeconds: number;
  /** Whether its main thread waits for something, neither running nor in line for a processor. */
  readonly waits: boolean;
}

/** Ticks of processor time a second in /proc/PID/stat (proc(5), sysconf _SC_CLK_TCK): 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;
/** Where utime and stime stand in /proc/PID/stat, counted after the name in parentheses. */
const [userTicks, systemTicks] = [11, 12];

/** The usage of a process; nothing when it has ended, or where there is no /proc. */
export async function usageOf(pid: number): Promise<ProcessUsage | undefined> {
  try {
    const [stat, status] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/status`, 'utf8')]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
    const cpuSeconds = (Number(fields[userTicks]) + Number(fields[systemTicks])) / ticksPerSecond;
    return { rssMb: kilobytes / 1024, cpuSeconds, waits: fields[0] === 'S' };
  } catch {
    return undefined;
  }
}
