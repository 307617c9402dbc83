import { type MigrationInterface, type QueryRunner } from 'typeorm';

const person = (table: string) =>
  `ALTER TABLE "${table}" ADD CONSTRAINT "FK_${table}_person_id" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`;

const statements = [
  `CREATE TABLE "totp_secret" (
    "person_id" uuid NOT NULL, "sealed" bytea NOT NULL, "created_at" timestamptz NOT NULL, "confirmed_at" timestamptz, "last_step" integer,
    CONSTRAINT "PK_totp_secret" PRIMARY KEY ("person_id")
  )`,
  person('totp_secret'),
  `CREATE TABLE "recovery_code" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "code_sha256" text NOT NULL, "used_at" timestamptz,
    CONSTRAINT "PK_recovery_code" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_recovery_code_person_id" ON "recovery_code" ("person_id")`,
  person('recovery_code'),
  `CREATE TABLE "passkey" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "credential_id" text NOT NULL, "public_key" bytea NOT NULL, "counter" bigint NOT NULL,
    "name" text NOT NULL, "created_at" timestamptz NOT NULL, "last_used_at" timestamptz,
    CONSTRAINT "PK_passkey" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_passkey_credential_id" ON "passkey" ("credential_id")`,
  `CREATE INDEX "IDX_passkey_person_id" ON "passkey" ("person_id")`,
  person('passkey'),
  `CREATE TABLE "person_identity" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "provider" text NOT NULL, "issuer" text NOT NULL, "subject" text NOT NULL,
    "name" text NOT NULL, "level" text, "seen_at" timestamptz NOT NULL, "linked_at" timestamptz, "linked_by" uuid,
    CONSTRAINT "CHK_person_identity_provider" CHECK ("provider" IN ('oidc', 'saml')),
    CONSTRAINT "PK_person_identity" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_person_identity_subject" ON "person_identity" ("provider", "issuer", "subject")`,
  `CREATE INDEX "IDX_person_identity_person_id" ON "person_identity" ("person_id")`,
  person('person_identity'),
  `CREATE TABLE "outside_sign_in" (
    "id_sha256" text NOT NULL, "provider" text NOT NULL, "binding_sha256" text NOT NULL, "nonce" text NOT NULL, "verifier" text NOT NULL,
    "link_sha256" text, "begun_at" timestamptz NOT NULL, "expires_at" timestamptz NOT NULL,
    CONSTRAINT "PK_outside_sign_in" PRIMARY KEY ("id_sha256")
  )`,
  `CREATE INDEX "IDX_outside_sign_in_expires_at" ON "outside_sign_in" ("expires_at")`,
  `CREATE TABLE "assertion_seen" (
    "id_sha256" text NOT NULL, "until" timestamptz NOT NULL,
    CONSTRAINT "PK_assertion_seen" PRIMARY KEY ("id_sha256")
  )`,
  `CREATE INDEX "IDX_assertion_seen_until" ON "assertion_seen" ("until")`,
  `CREATE TABLE "api_token" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "name" text NOT NULL, "token_sha256" text NOT NULL, "permissions" text array NOT NULL,
    "created_at" timestamptz NOT NULL, "expires_at" timestamptz NOT NULL, "revoked_at" timestamptz, "last_used_at" timestamptz,
    CONSTRAINT "PK_api_token" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_api_token_token_sha256" ON "api_token" ("token_sha256")`,
  `CREATE INDEX "IDX_api_token_person_id" ON "api_token" ("person_id")`,
  person('api_token'),
  'GRANT SELECT, INSERT, UPDATE, DELETE ON totp_secret, recovery_code, passkey, person_identity TO genmaele_app',
  'GRANT SELECT, INSERT, DELETE ON outside_sign_in, assertion_seen TO genmaele_app',
  'GRANT SELECT, INSERT, UPDATE ON api_token TO genmaele_app',
];

/** Second factors and passkeys, identities that others vouch for and how they are on their way in, and tokens for programs. */
export class SignIn1795996800000 implements MigrationInterface {
  readonly name = 'SignIn1795996800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
