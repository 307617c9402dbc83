import { type Actor, type Permission, permissions, tokenDaysMost } from '@genmaele/access';
import { plainText, roles } from '@genmaele/contracts';
import { type ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

/** The body of a sign-in. */
export const signInBody = z.object({ email: z.email(), password: z.string().min(1).max(1000) });

/** The query of `GET /cases/:id/log`. */
export const logQuery = z.object({ before: z.coerce.number().int().positive().optional() });

/** What `/offentligt` is asked: which page, words of the title, and a number of KLE. A form that is sent empty asks for all. */
export const publicQuery = z.object({
  side: z.coerce.number('skal være et tal').int('skal være et helt tal').min(1).max(100_000).default(1),
  q: z
    .string()
    .trim()
    .max(200)
    // A text column holds no NUL, so nothing has one in its title.
    .regex(/^[^\0]*$/, 'har et tegn, der ikke kan søges efter')
    .default(''),
  emne: z
    .string()
    .regex(/^([0-9]{2}([.][0-9]{2}){0,2})?$/, 'skal være et KLE-nummer som 02 eller 02.34')
    .default(''),
});

/** The body of `POST /cases/:id/committee`. */
export const committeeBody = z.object({ committeeId: z.string().min(1).max(100) });

/** The body of `POST /cases/:id/confidence`. */
export const confidenceBody = z.object({ confidential: z.boolean(), personIds: z.array(z.uuid()).max(200).default([]) });

/** A role, and the body, the ministry or the municipality (three digits) that it is held in. */
const heldRole = z.object({
  role: z.enum(roles).exclude(['system']),
  committeeId: z.string().min(1).max(100).optional(),
  ministryId: z.string().min(1).max(100).optional(),
  municipalityCode: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
});

/** The body of `POST /people`. Who sits in a committee, and its secretary, hold their role in one committee. */
export const newPersonBody = z.object({
  name: z.string().transform(plainText).pipe(z.string().min(1).max(200)),
  email: z.email().max(254),
  roles: z.array(heldRole).min(1, 'mindst én rolle').max(20),
});

/** The body of `POST /people/:id/roles`: from now, or from a later day, and to the end of a day, or without an end. */
export const newRoleBody = heldRole
  .extend({ firstDay: z.iso.date().optional(), lastDay: z.iso.date().optional() })
  .refine(({ firstDay, lastDay }) => !firstDay || !lastDay || firstDay <= lastDay, { path: ['lastDay'], message: 'er før den første dag' });

/** The body of `POST /sign-in/again`. */
export const againBody = z
  .object({ password: z.string().min(1).max(1000), code: z.string().min(6).max(30) })
  .partial()
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), 'enten password eller code');

/** The body of `POST /sign-in/code` and `POST /me/one-time-codes/confirm`: a one-time code or a recovery code. */
export const codeBody = z.object({ code: z.string().min(6).max(30) });

/** What a browser answers when a passkey is made or shown; what is in it is the library's to read. */
export const passkeyBody = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().max(1400),
  response: z.looseObject({}),
  type: z.string(),
});

/** The body of `POST /me/passkeys`. */
export const newPasskeyBody = z.object({ name: z.string().transform(plainText).pipe(z.string().min(1).max(100)), answer: passkeyBody });

/** The body of `POST /me/tokens`. */
export const tokenBody = z.object({
  name: z.string().transform(plainText).pipe(z.string().min(1).max(100)),
  permissions: z.array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]])).min(1, 'mindst én tilladelse'),
  days: z.coerce.number().int().min(1).max(tokenDaysMost),
});

/** The body of `POST /password-links`. */
export const linkBody = z.object({ email: z.email().max(254) });

/** The body of `POST /password`. */
export const choosePasswordBody = z.object({ token: z.string().min(20).max(100), password: z.string().min(1).max(1000) });

/** The body of `POST /me/password`. */
export const passwordBody = z.object({ current: z.string().min(1).max(1000), next: z.string().min(1).max(1000) });

/** A zod shape as OpenAPI shows it. */
export function documented(shape: z.ZodType): ApiBodyOptions {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  return { schema } as ApiBodyOptions;
}

/** The multipart form of `POST /hearings`. */
export function documentedForm(fields: z.ZodType, files: Record<string, { many: boolean }>): ApiBodyOptions {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(fields, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, unknown>;
  } & Record<string, unknown>;
  const binary = { type: 'string', format: 'binary' };
  const parts = Object.entries(files).map(([name, { many }]) => [name, many ? { type: 'array', items: binary } : binary]);
  return { schema: { ...schema, properties: { ...schema.properties, ...Object.fromEntries(parts) } } } as ApiBodyOptions;
}

/** What `GET /me` answers. */
export function meAnswer(actor: Actor, signedInAt: string | undefined) {
  const { id, name, email, roles, committees } = actor;
  return { id, name, email, roles, committees, signedInAt };
}
