import { type Log, type LogFields } from '@genmaele/platform';

/** A log that keeps its lines in memory, for tests that ask what was said. */
export class QuietLog implements Log {
  readonly lines: { level: string; event: string; fields: LogFields }[] = [];

  debug(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', event, fields });
  }

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }

  error(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields });
  }

  /** The events said so far, first to last. */
  events(): string[] {
    return this.lines.map((line) => line.event);
  }
}
