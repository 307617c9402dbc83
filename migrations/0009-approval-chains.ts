import { defaultChain, exampleChain } from '@genmaele/contracts';
import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The chain that every approval before this one followed: the chair of the committee alone. */
const responseChain = '00000000-0000-4000-8000-000000000901';

const json = (value: unknown) => JSON.stringify(value).replaceAll("'", "''");

const chains = [
  `CREATE TABLE "approval_chain" (
    "id" uuid NOT NULL, "kind" text NOT NULL, "name" text NOT NULL, "state" text NOT NULL, "valid_from" date, "steps" jsonb NOT NULL,
    "tried_at" timestamptz, "tried_sha256" text, "trial" jsonb, "created_by" uuid, "created_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_approval_chain_state" CHECK ("state" IN ('draft', 'in-force')),
    CONSTRAINT "CHK_approval_chain_kind" CHECK ("kind" IN ('response', 'ministerial-letter', 'supplement')),
    CONSTRAINT "PK_approval_chain" PRIMARY KEY ("id")
  )`,
  `CREATE FUNCTION refuse_change_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF OLD.state = 'in-force' THEN RAISE EXCEPTION 'a chain in force is never changed'; END IF; RETURN NEW; END $$`,
  `CREATE TRIGGER "approval_chain_in_force" BEFORE UPDATE ON "approval_chain" FOR EACH ROW EXECUTE FUNCTION refuse_change_in_force()`,
  ...['response', 'ministerial-letter', 'supplement'].map(
    (kind, i) => `INSERT INTO "approval_chain" ("id", "kind", "name", "state", "valid_from", "steps", "created_at")
      VALUES ('00000000-0000-4000-8000-00000000090${i + 1}', '${kind}', 'Udvalgsformanden', 'in-force', '2000-01-01', '${json(defaultChain)}', now())`,
  ),
  `INSERT INTO "approval_chain" ("id", "kind", "name", "state", "steps", "created_at")
    VALUES ('00000000-0000-4000-8000-000000000910', 'response', 'Eksempel: sekretariat, udvalgsformand og formand', 'draft', '${json(exampleChain)}', now())`,
];

const approvals = [
  `ALTER TABLE "response_case" ADD "chain_id" uuid`,
  `ALTER TABLE "response_case" ADD "urgent" boolean NOT NULL DEFAULT false`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "FK_response_case_chain_id" FOREIGN KEY ("chain_id") REFERENCES "approval_chain"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `UPDATE "response_case" SET "chain_id" = '${responseChain}' WHERE "state" NOT IN ('opened', 'drafting', 'in-committee', 'not-answered')`,
  `ALTER TABLE "draft_version" ADD "parts" jsonb`,
  `ALTER TABLE "approval" ADD "chain_id" uuid NOT NULL DEFAULT '${responseChain}'`,
  `ALTER TABLE "approval" ALTER COLUMN "chain_id" DROP DEFAULT`,
  `ALTER TABLE "approval" ADD "step_id" text NOT NULL DEFAULT 'chair'`,
  `ALTER TABLE "approval" ALTER COLUMN "step_id" DROP DEFAULT`,
  `ALTER TABLE "approval" ADD "for_person_id" uuid`,
  `ALTER TABLE "approval" ADD "stand_in_id" uuid`,
  `ALTER TABLE "approval" ADD "parts" jsonb`,
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_chain_id" FOREIGN KEY ("chain_id") REFERENCES "approval_chain"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_for_person_id" FOREIGN KEY ("for_person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TABLE "approval_void" (
    "approval_id" uuid NOT NULL, "at" timestamptz NOT NULL, "by" uuid,
    CONSTRAINT "PK_approval_void" PRIMARY KEY ("approval_id")
  )`,
  `ALTER TABLE "approval_void" ADD CONSTRAINT "FK_approval_void_approval_id" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TRIGGER "approval_void_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "approval_void" EXECUTE FUNCTION refuse_change()`,
  `INSERT INTO "approval_void" SELECT a."id", a."at", NULL FROM "approval" a JOIN "response_case" c ON c."id" = a."case_id" WHERE c."approval_id" IS DISTINCT FROM a."id"`,
  `ALTER TABLE "approval_task" ADD "step_id" text`,
  `ALTER TABLE "approval_task" ADD "escalate_to" text NOT NULL DEFAULT 'head-of-office'`,
  `ALTER TABLE "case_step" ADD "for_person_id" uuid`,
  `ALTER TABLE "case_step" ADD CONSTRAINT "FK_case_step_for_person_id" FOREIGN KEY ("for_person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

const standIns = [
  `CREATE TABLE "stand_in" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "by_person_id" uuid NOT NULL, "valid_from" timestamptz NOT NULL, "valid_to" timestamptz NOT NULL,
    "roles" jsonb NOT NULL DEFAULT '[]', "committees" jsonb NOT NULL DEFAULT '[]', "kinds" jsonb NOT NULL DEFAULT '[]', "reason" text NOT NULL,
    "set_by" uuid NOT NULL, "set_at" timestamptz NOT NULL, "ended_at" timestamptz,
    CONSTRAINT "CHK_stand_in_other" CHECK ("person_id" <> "by_person_id"),
    CONSTRAINT "CHK_stand_in_period" CHECK ("valid_to" > "valid_from"),
    CONSTRAINT "PK_stand_in" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_stand_in_by_person_id" ON "stand_in" ("by_person_id")`,
  ...['person_id', 'by_person_id', 'set_by'].map(
    (column) =>
      `ALTER TABLE "stand_in" ADD CONSTRAINT "FK_stand_in_${column}" FOREIGN KEY ("${column}") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  ),
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_stand_in_id" FOREIGN KEY ("stand_in_id") REFERENCES "stand_in"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

const grants = [
  'GRANT SELECT ON approval_chain, approval_void, stand_in TO genmaele_app',
  'GRANT INSERT, UPDATE ON approval_chain, stand_in TO genmaele_app',
  'GRANT INSERT ON approval_void TO genmaele_app',
];

/** Chains of approval by kind of case, approvals kept by part, who stands in for whom. */
export class ApprovalChains1795910400000 implements MigrationInterface {
  readonly name = 'ApprovalChains1795910400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...chains, ...approvals, ...standIns, ...grants]) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
