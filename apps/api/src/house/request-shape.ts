import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { AppError } from '@genmaele/contracts';
import { z } from 'zod';

/** Holds a body or a parameter to its zod shape. Errors: `request.invalid`, naming the fields, never their content. */
@Injectable()
export class RequestShape<S extends z.ZodType> implements PipeTransform {
  constructor(private readonly shape: S) {}

  transform(value: unknown, _metadata: ArgumentMetadata): z.infer<S> {
    return heldTo(this.shape, value ?? {});
  }
}

/** The value as its shape has it. Errors: `request.invalid`, saying in Danish which fields are wrong and how, never their content. */
export function heldTo<S extends z.ZodType>(shape: S, value: unknown): z.infer<S> {
  const parsed = shape.safeParse(value, { error: danishIssue });
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'indholdet'}: ${issue.message}`).join('; ');
  throw new AppError('request.invalid', { problem: problem.slice(0, 500) });
}

const parts: Record<string, string> = { string: 'tegn', array: 'dele' };

/** What is wrong with a field, in Danish; a shape's own words stand above these. */
export function danishIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'mangler' : 'har en forkert form';
    case 'invalid_value':
      return `skal være ${issue.values.map((value) => `«${String(value)}»`).join(' eller ')}`;
    case 'too_big':
      return `må højst ${parts[issue.origin] ? 'have' : 'være'} ${[issue.maximum, parts[issue.origin]].filter(Boolean).join(' ')}`;
    case 'too_small':
      return `skal mindst ${parts[issue.origin] ? 'have' : 'være'} ${[issue.minimum, parts[issue.origin]].filter(Boolean).join(' ')}`;
    case 'invalid_format':
      return issue.format === 'email' ? 'er ikke en e-mailadresse' : 'har en forkert form';
    default:
      return 'har en forkert form';
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
