import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE "sign_in_try" (
    "id" uuid NOT NULL, "key" text NOT NULL, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_sign_in_try" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_sign_in_try_key" ON "sign_in_try" ("key", "at")`,
  `CREATE TABLE "account_link" (
    "id" uuid NOT NULL, "kind" text NOT NULL, "email" text NOT NULL, "token_sha256" text, "asked_at" timestamptz NOT NULL,
    "expires_at" timestamptz NOT NULL, "used_at" timestamptz,
    CONSTRAINT "CHK_account_link_kind" CHECK ("kind" IN ('invitation', 'reset')),
    CONSTRAINT "PK_account_link" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_account_link_token_sha256" ON "account_link" ("token_sha256")`,
  `CREATE INDEX "IDX_account_link_email" ON "account_link" ("email", "asked_at")`,
  'GRANT SELECT, INSERT, DELETE ON sign_in_try TO genmaele_app',
  'GRANT SELECT, INSERT, UPDATE ON account_link TO genmaele_app',
];

/** Tries to sign in, counted where no restart forgets them, and the links by which a person chooses a password. */
export class Accounts1795478400000 implements MigrationInterface {
  readonly name = 'Accounts1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
