import { AppError, type Problem, problemOf } from '@genmaele/contracts';
import { type Response } from 'express';
import { z } from 'zod';
import { danishIssue } from '../house/request-shape.js';

/** What a browser posts: a field that is named more than once is a list. */
export type Form = Readonly<Record<string, string | string[] | undefined>>;

/** A form that was refused, for its page to show again: which, why, the fields that are wrong, and all that was typed. */
export interface RefusedForm {
  readonly form: string;
  readonly problem: Pick<Problem, 'title' | 'why' | 'todo'>;
  readonly fields: readonly { readonly name: string; readonly text: string }[];
  readonly typed: Form;
}

/** Fields of a form that do not have their shape; each `text` is a Danish sentence. */
class WrongFields extends AppError {
  constructor(readonly fields: RefusedForm['fields']) {
    super('request.invalid', { problem: fields.map(({ text }) => text).join('; ') });
  }
}

/**
 * What was typed, as its shape has it. `labels` gives each field's words on the page; `fieldOf` the field of an issue where the shape is nested.
 * Errors: `request.invalid`, naming the fields as the page does.
 */
export function heldToForm<S extends z.ZodType>(
  shape: S,
  value: unknown,
  labels: Readonly<Record<string, string>>,
  fieldOf: (path: readonly PropertyKey[]) => string = ([first]) => String(first ?? ''),
): z.infer<S> {
  const parsed = shape.safeParse(value, { error: formIssue });
  if (parsed.success) return parsed.data;
  throw new WrongFields(
    parsed.error.issues.map(({ path, message }) => {
      const name = fieldOf(path);
      return { name, text: `${labels[name] ?? labels[String(path.at(-1) ?? '')] ?? 'Formularen'}: ${message}` };
    }),
  );
}

/** A choice is named by its code in what is posted, which the person has never seen. */
function formIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== 'invalid_value') return danishIssue(issue);
  return issue.input === undefined ? 'mangler' : 'skal vælges på listen';
}

/** What a person can mend in the form itself; whoever may not, or asks for what is not there, is told so on a page of its own. */
const mendable = new Set([400, 409, 412, 413, 422]);

/**
 * Carries out what a form asks for and goes to the address that `work` answers. When it is refused, the page is shown again with the reason at its top and
 * everything that was typed. Errors: those that no change of the form would mend.
 */
export async function answerForm(
  response: Response,
  { form, typed }: Pick<RefusedForm, 'form' | 'typed'>,
  work: () => Promise<string>,
  again: (refused: RefusedForm) => Promise<string>,
): Promise<void> {
  try {
    response.redirect(303, await work());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = problemOf(error);
    if (!mendable.has(problem.status)) throw error;
    const fields = error instanceof WrongFields ? error.fields : [];
    response
      .status(problem.status)
      .type('html')
      .send(await again({ form, typed, problem, fields }));
  }
}

/** The fields that were filled in, trimmed; an empty field of a form is one that was left out. */
export function filled(form: Form, ...names: string[]): Record<string, string> {
  const given = names.map((name) => [name, [form[name]].flat()[0]?.trim() ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}
