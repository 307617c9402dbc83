import { AppError } from '@genmaele/contracts';
import { z } from 'zod';

const seconds = (fallback: number) => z.coerce.number().positive().max(86_400).default(fallback);
const folder = z.string().min(1);
const hosts = z.string().regex(/^[^\s,/@]+(,[^\s,/@]+)*$/);

/** Every setting there is. What each means stands in its description, from which `.env.example` is made. */
export const environmentShape = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('production: seeds nobody, refuses test keys and sample accounts'),
  DATABASE_URL: z.url().describe('PostgreSQL as the application role: no DDL, insert-only on the log'),
  DATABASE_OWNER_URL: z.url().optional().describe('PostgreSQL as the owner role; only `genmaele migrate` uses it'),
  REDIS_URL: z.url().optional().describe('The queue store. Production needs it; its maxmemory-policy must be noeviction'),
  QUEUE_STORE: z
    .enum(['redis', 'postgres'])
    .optional()
    .describe('Forces the queue store: redis (REDIS_URL) or postgres (the database itself)'),
  HOST: z.string().default('127.0.0.1').describe('Address the api listens on'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0).describe('Port of the api; 0 takes a free one'),
  PUBLIC_URL: z.url().optional().describe('Where people reach the pages, used in notices; https turns on secure cookies'),
  SESSION_SECRET: z.string().min(32).optional().describe('Signs the session cookie; at least 32 characters. Production needs it'),
  SESSION_IDLE_MINUTES: z.coerce.number().positive().max(1440).default(30).describe('A session that is not used for so long is past'),
  SESSION_HOURS: z.coerce.number().positive().max(168).default(10).describe('The longest a session lasts, used or not'),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
    .default(600)
    .describe('Changing requests that one person, or one address where nobody is signed in, may make in a minute'),
  FRESH_SIGN_IN_MINUTES: z.coerce
    .number()
    .positive()
    .max(1440)
    .default(60)
    .describe('Approving and sending ask for the password again when it was last given longer ago'),
  APPROVAL_UNDO_MINUTES: z.coerce
    .number()
    .min(0)
    .max(1440)
    .default(5)
    .describe('How long an approval may be undone; nothing is sent before. The sample journey sets 0'),
  SECRETS_KEY: z
    .string()
    .min(32)
    .optional()
    .describe('Encrypts what must be read again, as the secrets behind one-time codes; left out: made from SESSION_SECRET'),
  SECOND_FACTOR_ROLES: z
    .string()
    .regex(/^[a-z-]+(,[a-z-]+)*$/)
    .optional()
    .describe('Roles, by comma, whose holders must have a passkey or one-time codes'),
  APPROVAL_LEAST_LEVEL: z
    .enum(['Low', 'Substantial', 'High'])
    .optional()
    .describe(
      'The level of assurance (NSIS) that approving, sending and making public need of whoever was vouched for by OpenID Connect or SAML',
    ),
  OIDC_ISSUER: z.url().optional().describe('OpenID Connect: the issuer that may vouch for people; the only host that is asked'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('OpenID Connect: the name we are known by there'),
  OIDC_CLIENT_SECRET_FILE: folder.optional().describe('OpenID Connect: file with the secret we share with the issuer'),
  SAML_SETTINGS: folder
    .optional()
    .describe('SAML 2.0: JSON file with the identity provider, our keys, levels and roles; see docs/security.md'),
  MAIL_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional()
    .describe('Where mail leaves: smtp://user:password@host:port'),
  MAIL_TLS: z
    .enum(['required', 'offered'])
    .optional()
    .describe('required: a letter leaves over TLS or not at all (the default in production); offered: TLS where the server has it'),
  MAIL_FROM: z.email().default('hoering@genmaele.example').describe("The association's address: the sender, and where receipts come back"),
  MAILBOX_DIR: folder.optional().describe('Folder in which mail to MAIL_FROM arrives as .eml files'),
  SENT_MAIL_DIR: folder
    .optional()
    .describe('Folder of mail that has left, asked by Message-ID when it is uncertain whether a mail was sent'),
  ALARM_MAIL_TO: z.email().optional().describe('Who is told when the sweeper is silent or work has failed for good'),
  SIGNER_SOCKET: z.string().min(1).optional().describe('Local socket of the signer'),
  SIGNER_KEY_DIR: folder
    .optional()
    .describe(
      'Folder with root.pem and keys.json, or seal.key.pem and seal.chain.pem (docs/signatures.md); only the signer reads the keys',
    ),
  TRUSTED_ROOT_FILE: folder.optional().describe('Certificates (PEM) that signatures must chain to; left out: root.pem in SIGNER_KEY_DIR'),
  LETTER_SETTINGS: folder
    .optional()
    .describe("JSON file with the letters' sender, logo, fonts and standing sentences; see docs/letters.md"),
  TIMESTAMP_URL: z.url().optional().describe('RFC 3161 time-stamp authority; every level above B-B needs it'),
  SIGNATURE_LEVEL: z
    .enum(['B-B', 'B-T', 'B-LT', 'B-LTA'])
    .optional()
    .describe('PAdES level of every letter, never lowered; left out: B-T with TIMESTAMP_URL, else B-B'),
  OCSP_URL: z.url().optional().describe("Asked about signers' and stamps' certificates, instead of the responder they name"),
  OUTGOING_HOSTS: hosts
    .optional()
    .describe('Hosts, by comma, that may be asked over HTTP beside those of the addresses set here: those that certificates name'),
  OUTGOING_PRIVATE_HOSTS: hosts
    .optional()
    .describe('Hosts, by comma, that may be asked although their names stand for addresses of a private network'),
  AUDIT_ANCHOR_FILE: folder
    .optional()
    .describe('File to which the end of the log is copied, hourly and at every dispatch; best one that can only grow, on another machine'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged'),
  WORK_LEASE_SECONDS: seconds(30).describe('How long a worker may be silent before its work is taken over'),
  UPLOAD_LIMIT_BYTES: z.coerce.number().int().positive().default(50_000_000).describe('The largest file that is taken in'),
  BILL_READER_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(128)
    .max(8192)
    .default(512)
    .describe('Most memory of the child in which an untrusted bill is opened; more, and the bill is refused'),
  BILL_READER_SECONDS: seconds(9).describe('Most processor time of that child (by the clock where there is no /proc)'),
  CRASH_POINTS_DIR: folder.optional().describe('Tests only: a file named as a crash point kills the process there. Refused in production'),
});

/** The validated settings of a process. */
export type Environment = z.infer<typeof environmentShape>;

/** The token under which Nest hands out the {@link Environment}. */
export const ENVIRONMENT = Symbol('environment');

/**
 * Reads and validates the settings, once, at the start of a process.
 * Errors: `environment.invalid`, naming the setting and what is wrong with it, never its value.
 */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environmentShape.safeParse(given);
  if (!parsed.success) {
    const problem = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AppError('environment.invalid', { problem });
  }
  refuseImpossibleLevel(parsed.data);
  refuseUnsafeProduction(parsed.data);
  return parsed.data;
}

function refuseImpossibleLevel(env: Environment): void {
  const { SIGNATURE_LEVEL: level, TIMESTAMP_URL: stamps } = env;
  if (level && level !== 'B-B' && !stamps) {
    throw new AppError('environment.invalid', { problem: `SIGNATURE_LEVEL=${level} kræver TIMESTAMP_URL` });
  }
}

function refuseUnsafeProduction(env: Environment): void {
  if (env.NODE_ENV !== 'production') return;
  const missing = (['REDIS_URL', 'SESSION_SECRET', 'MAIL_URL', 'SIGNER_SOCKET', 'PUBLIC_URL'] as const).filter((name) => !env[name]);
  if (missing.length > 0) throw new AppError('environment.invalid', { problem: `${missing.join(', ')} skal sættes i produktion` });
  if (env.CRASH_POINTS_DIR) throw new AppError('environment.invalid', { problem: 'CRASH_POINTS_DIR må ikke sættes i produktion' });
  if (env.QUEUE_STORE === 'postgres') throw new AppError('environment.invalid', { problem: 'QUEUE_STORE=postgres er ikke til produktion' });
}

/** The whole environment of this process, for handing on to a child process. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

/** `.env.example`, made from the shape: each setting with its meaning and its default. */
export function environmentExample(): string {
  const lines = Object.entries(environmentShape.shape).flatMap(([name, shape]) => {
    const fallback = shape.safeParse(undefined);
    const value = fallback.success && fallback.data !== undefined ? String(fallback.data) : '';
    return [`# ${shape.description ?? ''}`, `${value === '' ? '# ' : ''}${name}=${value}`, ''];
  });
  return ['# Made by `npm run generate` from libs/platform/src/environment.ts; do not edit.', '', ...lines].join('\n');
}
