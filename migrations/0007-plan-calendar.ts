import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE "closing_day" (
    "id" uuid NOT NULL, "name" text NOT NULL, "first_day" date NOT NULL, "last_day" date NOT NULL, "set_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_closing_day_span" CHECK ("first_day" <= "last_day"),
    CONSTRAINT "PK_closing_day" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "absence" (
    "id" uuid NOT NULL, "person_id" uuid, "role" text, "first_day" date NOT NULL, "last_day" date NOT NULL, "set_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_absence_who" CHECK (("person_id" IS NULL) <> ("role" IS NULL)),
    CONSTRAINT "CHK_absence_span" CHECK ("first_day" <= "last_day"),
    CONSTRAINT "PK_absence" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "school_holiday" (
    "year" integer NOT NULL, "first_day" date NOT NULL, "last_day" date NOT NULL, "set_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_school_holiday_span" CHECK ("first_day" <= "last_day"),
    CONSTRAINT "PK_school_holiday" PRIMARY KEY ("year")
  )`,
  `CREATE TABLE "deadline_change" (
    "id" uuid NOT NULL, "hearing_id" uuid NOT NULL, "from_deadline" text NOT NULL, "to_deadline" text NOT NULL, "reason" text NOT NULL,
    "person_id" uuid NOT NULL, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_deadline_change" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_deadline_change_hearing_id" ON "deadline_change" ("hearing_id")`,
  `CREATE TABLE "plan_move" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "work_id" uuid NOT NULL, "cause" text NOT NULL, "moves" jsonb NOT NULL,
    "recipients" jsonb NOT NULL, "at" timestamptz NOT NULL, "told_at" timestamptz,
    CONSTRAINT "PK_plan_move" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_plan_move_case_id" ON "plan_move" ("case_id", "at")`,
  `CREATE UNIQUE INDEX "UQ_plan_move_work_id" ON "plan_move" ("work_id", "case_id")`,
  `ALTER TABLE "absence" ADD CONSTRAINT "FK_absence_person_id" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "deadline_change" ADD CONSTRAINT "FK_deadline_change_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "deadline_change" ADD CONSTRAINT "FK_deadline_change_person_id" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "plan_move" ADD CONSTRAINT "FK_plan_move_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TRIGGER "deadline_change_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "deadline_change" EXECUTE FUNCTION refuse_change()`,
  'GRANT SELECT, INSERT, UPDATE, DELETE ON closing_day, absence, school_holiday TO genmaele_app',
  'GRANT SELECT, INSERT ON deadline_change TO genmaele_app',
  'GRANT SELECT, INSERT, UPDATE ON plan_move TO genmaele_app',
  `INSERT INTO work (id, queue, job, payload, subject, once, state, most_tries, created_at, due_at, ring_at)
   SELECT gen_random_uuid(), 'drafting', 'plan.renew', '{"cause":"calendar"}', 'plan:all', 'plan.renew:0007', 'ready', 8, now(), now(), now()
   WHERE EXISTS (SELECT 1 FROM response_case)`,
];

/** What plans are counted with: closing days, absences and school holidays; corrected deadlines, and what moved in the plans. Plans are made anew. */
export class PlanCalendar1795737600000 implements MigrationInterface {
  readonly name = 'PlanCalendar1795737600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
