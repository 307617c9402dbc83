import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { AppError } from '@genmaele/contracts';
import { z } from 'zod';

/** Holds a body or a parameter to its zod shape. Errors: `request.invalid`, naming the fields, never their content. */
@Injectable()
export class RequestShape<S extends z.ZodType> implements PipeTransform {
  constructor(private readonly shape: S) {}

  transform(value: unknown, _metadata: ArgumentMetadata): z.infer<S> {
    const parsed = this.shape.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    const problem = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'indholdet'}: ${issue.message}`).join('; ');
    throw new AppError('request.invalid', { problem: problem.slice(0, 500) });
  }
}

/** An id in a path; one that is no id does not exist. */
@Injectable()
export class IdParameter implements PipeTransform {
  transform(value: string): string {
    if (!z.uuid().safeParse(value).success) throw new AppError('request.not-found');
    return value;
  }
}
