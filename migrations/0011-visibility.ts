import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE "hearing" ADD "confidential" boolean NOT NULL DEFAULT false',
  'ALTER TABLE "response_case" ADD "confidential" boolean NOT NULL DEFAULT false',
  'ALTER TABLE "role_grant" ADD "ministry_id" text',
  `CREATE TABLE "case_access" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "person_id" uuid NOT NULL, "given_by" uuid, "given_at" timestamptz NOT NULL,
    "ended_at" timestamptz,
    CONSTRAINT "PK_case_access" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_case_access_case_id" ON "case_access" ("case_id", "person_id")`,
  `ALTER TABLE "case_access" ADD CONSTRAINT "FK_case_access_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_access" ADD CONSTRAINT "FK_case_access_person_id" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  'GRANT SELECT, INSERT, UPDATE ON case_access TO genmaele_app',
  `CREATE TABLE "kept_answer" (
    "key" text NOT NULL, "request_sha256" text NOT NULL, "begun_at" timestamptz NOT NULL, "status" integer, "headers" jsonb,
    "body" bytea,
    CONSTRAINT "PK_kept_answer" PRIMARY KEY ("key")
  )`,
  `CREATE INDEX "IDX_kept_answer_begun_at" ON "kept_answer" ("begun_at")`,
  'GRANT SELECT, INSERT, UPDATE, DELETE ON kept_answer TO genmaele_app',
  `CREATE TABLE "request_count" (
    "key" text NOT NULL, "from_at" timestamptz NOT NULL, "count" integer NOT NULL,
    CONSTRAINT "PK_request_count" PRIMARY KEY ("key", "from_at")
  )`,
  'GRANT SELECT, INSERT, UPDATE, DELETE ON request_count TO genmaele_app',
  'GRANT DELETE ON account_link TO genmaele_app',
];

/** Closed cases and who is named on them, which ministry a contact is of, answers kept for a request that comes twice, and requests counted. */
export class Visibility1796083200000 implements MigrationInterface {
  readonly name = 'Visibility1796083200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
