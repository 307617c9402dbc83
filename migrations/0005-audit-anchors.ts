import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE "audit_anchor" (
    "seq" bigint NOT NULL, "hash" text NOT NULL, "at" timestamptz NOT NULL, "token" bytea,
    CONSTRAINT "PK_audit_anchor" PRIMARY KEY ("seq")
  )`,
  `CREATE TRIGGER "audit_anchor_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_anchor" EXECUTE FUNCTION refuse_change()`,
  'GRANT SELECT, INSERT ON audit_anchor TO genmaele_app',
];

/** Where the log's chain stood at certain moments, stamped by an authority outside and copied to a file. */
export class AuditAnchors1795564800000 implements MigrationInterface {
  readonly name = 'AuditAnchors1795564800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
