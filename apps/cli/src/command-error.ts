import { AppError, problemOf } from '@genmaele/contracts';

/** A failure as a person is told it: what, why and what to do, in plain Danish. Commands end with it and exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly what: string,
    readonly why: string,
    readonly todo: string,
    options?: ErrorOptions,
  ) {
    super([what, why, todo].filter((part) => part !== '').join(' '), options);
  }
}

/** Any error as one plain Danish message. */
export function plainMessage(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (error instanceof AppError) {
    const { title, why, todo } = problemOf(error);
    return `${title} ${why} ${todo}`;
  }
  if (!(error instanceof Error)) return `Uventet fejl: ${String(error)}`;
  if (error.name === 'ServiceError' || error.name === 'ApiProblem' || error.name === 'NotADateError') return error.message;
  const reason = connectionFailure(error) ?? (error.message || error.name);
  return `Uventet fejl: ${reason}. Kør igen med LOG_LEVEL=debug for at se, hvor den opstod.`;
}

/** Failed connections come bundled, with an empty message of their own. */
function connectionFailure(error: Error): string | undefined {
  if (error instanceof AggregateError) return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
  return undefined;
}
