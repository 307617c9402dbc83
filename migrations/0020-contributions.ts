import { type MigrationInterface, type QueryRunner } from 'typeorm';

const reference = (table: string, column: string, to: string) =>
  `ALTER TABLE "${table}" ADD CONSTRAINT "FK_${table}_${column}" FOREIGN KEY ("${column}") REFERENCES "${to}"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`;

const statements = [
  `CREATE TABLE "contribution_request" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "question" text NOT NULL, "deadline" text NOT NULL, "deadline_at" timestamptz NOT NULL,
    "asked_by" uuid NOT NULL, "asked_at" timestamptz NOT NULL, "reminded_at" timestamptz, "ended_by" uuid, "ended_at" timestamptz,
    CONSTRAINT "CHK_contribution_request_deadline" CHECK ("deadline_at" > "asked_at"),
    CONSTRAINT "CHK_contribution_request_ended" CHECK (num_nonnulls("ended_by", "ended_at") <> 1),
    CONSTRAINT "PK_contribution_request" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "contribution" (
    "id" uuid NOT NULL, "request_id" uuid NOT NULL, "municipality_code" text NOT NULL, "latest" integer NOT NULL DEFAULT '0',
    CONSTRAINT "PK_contribution" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "contribution_version" (
    "contribution_id" uuid NOT NULL, "number" integer NOT NULL, "content" jsonb NOT NULL, "sha256" text NOT NULL, "sent" boolean NOT NULL,
    "author_id" uuid NOT NULL, "saved_at" timestamptz NOT NULL,
    CONSTRAINT "PK_contribution_version" PRIMARY KEY ("contribution_id", "number")
  )`,
  reference('contribution_request', 'case_id', 'response_case'),
  reference('contribution_request', 'asked_by', 'person'),
  reference('contribution_request', 'ended_by', 'person'),
  reference('contribution', 'request_id', 'contribution_request'),
  reference('contribution_version', 'contribution_id', 'contribution'),
  reference('contribution_version', 'author_id', 'person'),
  `CREATE INDEX "IDX_contribution_request_case_id" ON "contribution_request" ("case_id")`,
  `CREATE UNIQUE INDEX "UQ_contribution_municipality" ON "contribution" ("request_id", "municipality_code")`,
  // What is never public is not laid before municipalities either: publication_barred (0019) says both.
  `CREATE FUNCTION guard_contribution_request() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND ((NEW.id, NEW.case_id, NEW.question, NEW.deadline, NEW.deadline_at, NEW.asked_by, NEW.asked_at)
         IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.question, OLD.deadline, OLD.deadline_at, OLD.asked_by, OLD.asked_at) OR OLD.ended_at IS NOT NULL)
     THEN RAISE EXCEPTION 'what municipalities were asked is never changed' USING ERRCODE = 'restrict_violation'; END IF;
     IF TG_OP = 'INSERT' AND publication_barred(NEW.case_id)
     THEN RAISE EXCEPTION 'municipalities are not asked about a closed case' USING ERRCODE = 'check_violation'; END IF;
     RETURN NEW;
   END $$`,
  'CREATE TRIGGER "contribution_request_guarded" BEFORE INSERT OR UPDATE ON "contribution_request" FOR EACH ROW EXECUTE FUNCTION guard_contribution_request()',
  `CREATE FUNCTION guard_contribution_version() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NOT EXISTS (SELECT 1 FROM contribution c JOIN contribution_request r ON r.id = c.request_id
         WHERE c.id = NEW.contribution_id AND r.ended_at IS NULL AND r.deadline_at >= NEW.saved_at AND NOT publication_barred(r.case_id))
     THEN RAISE EXCEPTION 'the request is over' USING ERRCODE = 'check_violation'; END IF;
     RETURN NEW;
   END $$`,
  'CREATE TRIGGER "contribution_version_in_time" BEFORE INSERT ON "contribution_version" FOR EACH ROW EXECUTE FUNCTION guard_contribution_version()',
  'CREATE TRIGGER "contribution_version_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "contribution_version" EXECUTE FUNCTION refuse_change()',
  'GRANT SELECT, INSERT ON contribution_request, contribution, contribution_version TO genmaele_app',
  'GRANT UPDATE ("reminded_at", "ended_by", "ended_at") ON contribution_request TO genmaele_app',
  'GRANT UPDATE ("latest") ON contribution TO genmaele_app',
];

/** What municipalities are asked about a hearing, and what each contributes. */
export class Contributions1796860800000 implements MigrationInterface {
  readonly name = 'Contributions1796860800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
