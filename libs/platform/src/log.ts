import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, pino } from 'pino';

/**
 * What a log line may carry. Anything else is dropped, so that a draft's text, a password or a mail's body cannot slip in: a list of what is
 * allowed, not of what is forbidden.
 */
// prettier-ignore
const allowedFields = [
  'event', 'requestId', 'method', 'route', 'status', 'ms', 'personId', 'caseId', 'hearingId', 'letterId', 'dispatchId', 'workId', 'taskId',
  'job', 'queue', 'attempt', 'code', 'action', 'from', 'to', 'count', 'port', 'process', 'reason', 'signal', 'store', 'level', 'phase',
  'errorName', 'place', 'mode', 'names',
] as const;

/** The fields of a log line. */
export type LogFields = Partial<Record<(typeof allowedFields)[number], string | number | boolean | undefined>>;

/** The structured log of a process: JSON lines with allow-listed fields. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** The token under which Nest hands out the {@link Log}. */
export const LOG = Symbol('log');

/** Opens the log of a process; lines go to standard error, or to the destination given. */
export function openLog(process: string, level: string, destination: DestinationStream = pino.destination(2)): Log {
  const logger = pino({ level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const write =
    (at: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      logger[at]({ ...allow(fields), event });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function allow(fields: LogFields): LogFields {
  return Object.fromEntries(allowedFields.filter((name) => name in fields).map((name) => [name, shorten(fields[name])]));
}

function shorten(value: unknown): string | number | boolean | undefined {
  return typeof value === 'string' ? value.slice(0, 300) : typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** Where in our own code an error arose, and what kind it is: its message may quote what a person wrote, so it is not logged. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = (error as { code?: unknown }).code;
  const place = error.stack?.split('\n').find((line) => /\/(libs|apps)\//.test(line));
  return {
    errorName: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(place
      ? {
          place: place
            .trim()
            .replace(/^at /, '')
            .replace(/\(?(?:file:\/\/)?\/.*?\/((?:libs|apps)\/)/, '$1'),
        }
      : {}),
  };
}

/** Nest's own messages, sent to the same log. Only its warnings and errors are of interest. */
export function nestLog(log: Log): LoggerService {
  return {
    log: () => undefined,
    warn: (message: unknown) => log.warn('nest.warning', { reason: String(message) }),
    error: (message: unknown) =>
      log.error('nest.error', message instanceof Error ? describeError(message) : { reason: String(message).split('\n')[0] }),
  };
}
