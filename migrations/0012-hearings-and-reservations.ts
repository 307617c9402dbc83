import { type MigrationInterface, type QueryRunner } from 'typeorm';

const hearings = [
  `ALTER TABLE "ministry" ADD "area" text`,
  `ALTER TABLE "hearing" ADD "main_hearing_id" uuid`,
  `ALTER TABLE "hearing" ADD "parties" jsonb NOT NULL DEFAULT '[]'`,
  `ALTER TABLE "hearing" DROP CONSTRAINT "CHK_hearing_round"`,
  `ALTER TABLE "hearing" ADD CONSTRAINT "CHK_hearing_round" CHECK ("round" IN ('main', 'supplementary', 'renewed', 'pre-hearing'))`,
  `ALTER TABLE "hearing" ADD CONSTRAINT "FK_hearing_main_hearing_id" FOREIGN KEY ("main_hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE INDEX "IDX_hearing_main_hearing_id" ON "hearing" ("main_hearing_id")`,
  `CREATE TABLE "bill" (
    "id" uuid NOT NULL, "designation" text NOT NULL, "session" text NOT NULL, "title" text, "split_from_id" uuid,
    CONSTRAINT "CHK_bill_session" CHECK ("session" ~ '^[0-9]{4}[1-9]$'),
    CONSTRAINT "PK_bill" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_bill_designation" ON "bill" ("session", "designation")`,
  `ALTER TABLE "bill" ADD CONSTRAINT "FK_bill_split_from_id" FOREIGN KEY ("split_from_id") REFERENCES "bill"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TABLE "hearing_bill" (
    "hearing_id" uuid NOT NULL, "bill_id" uuid NOT NULL, "valid_from" date NOT NULL, "valid_to" date, "linked_by" uuid,
    CONSTRAINT "PK_hearing_bill" PRIMARY KEY ("hearing_id", "bill_id", "valid_from")
  )`,
  `CREATE INDEX "IDX_hearing_bill_bill_id" ON "hearing_bill" ("bill_id")`,
  `ALTER TABLE "hearing_bill" ADD CONSTRAINT "FK_hearing_bill_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hearing_bill" ADD CONSTRAINT "FK_hearing_bill_bill_id" FOREIGN KEY ("bill_id") REFERENCES "bill"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TABLE "kle_subject" (
    "number" text NOT NULL, "valid_from" date NOT NULL, "valid_to" date, "title" text NOT NULL, "keywords" jsonb NOT NULL DEFAULT '[]',
    "edition" date NOT NULL,
    CONSTRAINT "CHK_kle_subject_number" CHECK ("number" ~ '^[0-9]{2}([.][0-9]{2}){0,2}$'),
    CONSTRAINT "PK_kle_subject" PRIMARY KEY ("number", "valid_from")
  )`,
];

const cases = [
  `DROP INDEX "UQ_response_case_hearing_id"`,
  `ALTER TABLE "response_case" ALTER COLUMN "hearing_id" DROP NOT NULL`,
  `ALTER TABLE "response_case" ADD "kind" text NOT NULL DEFAULT 'response'`,
  `ALTER TABLE "response_case" ADD "supplements_id" uuid`,
  `ALTER TABLE "response_case" ADD "joined_to_id" uuid`,
  `ALTER TABLE "response_case" ADD "kle_number" text`,
  `ALTER TABLE "response_case" ADD "kle_by" uuid`,
  `CREATE INDEX "IDX_response_case_hearing_id" ON "response_case" ("hearing_id")`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "CHK_response_case_kind" CHECK ("kind" IN ('response', 'ministerial-letter', 'supplement'))`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "CHK_response_case_hearing" CHECK ("kind" = 'ministerial-letter' OR "hearing_id" IS NOT NULL)`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "FK_response_case_supplements_id" FOREIGN KEY ("supplements_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "FK_response_case_joined_to_id" FOREIGN KEY ("joined_to_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TABLE "case_hearing" (
    "case_id" uuid NOT NULL, "hearing_id" uuid NOT NULL, "linked_at" timestamptz NOT NULL, "linked_by" uuid,
    CONSTRAINT "PK_case_hearing" PRIMARY KEY ("case_id", "hearing_id")
  )`,
  `CREATE INDEX "IDX_case_hearing_hearing_id" ON "case_hearing" ("hearing_id")`,
  `ALTER TABLE "case_hearing" ADD CONSTRAINT "FK_case_hearing_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_hearing" ADD CONSTRAINT "FK_case_hearing_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `INSERT INTO "case_hearing" ("case_id", "hearing_id", "linked_at") SELECT "id", "hearing_id", "opened_at" FROM "response_case"`,
  `CREATE TABLE "case_event" (
    "case_id" uuid NOT NULL, "kind" text NOT NULL, "title" text NOT NULL, "date" date NOT NULL, "ministry_id" text NOT NULL,
    "ministry_name" text NOT NULL, "recipients" jsonb NOT NULL DEFAULT '[]', "reply_to" text, "deadline" text NOT NULL, "deadline_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_case_event_kind" CHECK ("kind" IN ('proposal', 'agreement', 'negotiation', 'decision')),
    CONSTRAINT "PK_case_event" PRIMARY KEY ("case_id")
  )`,
  `ALTER TABLE "case_event" ADD CONSTRAINT "FK_case_event_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_event" ADD CONSTRAINT "FK_case_event_ministry_id" FOREIGN KEY ("ministry_id") REFERENCES "ministry"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  // What set a case off, whatever its kind: an event of its own, else its leading hearing; with several hearings the earliest deadline counts.
  `CREATE VIEW "case_occasion" AS
    SELECT c.id AS case_id, h.id AS hearing_id, coalesce(e.ministry_id, h.ministry_id) AS ministry_id,
      coalesce(e.ministry_name, h.ministry_name) AS ministry_name, h.case_number, answered.case_numbers, answered.also_titles,
      coalesce(e.deadline, first.deadline, h.deadline) AS deadline, coalesce(e.deadline_at, first.deadline_at, h.deadline_at) AS deadline_at,
      coalesce(e.reply_to, h.reply_to) AS reply_to, coalesce(h.received_at, c.opened_at) AS received_at
    FROM response_case c LEFT JOIN hearing h ON h.id = c.hearing_id LEFT JOIN case_event e ON e.case_id = c.id
    LEFT JOIN LATERAL (SELECT o.deadline, o.deadline_at FROM case_hearing l JOIN hearing o ON o.id = l.hearing_id
      WHERE l.case_id = c.id ORDER BY o.deadline_at, o.id LIMIT 1) first ON true
    LEFT JOIN LATERAL (SELECT coalesce(jsonb_agg(o.title ORDER BY l.linked_at, o.id) FILTER (WHERE o.id <> h.id AND o.title IS NOT NULL), '[]') AS also_titles,
      coalesce(jsonb_agg(o.case_number ORDER BY o.id <> h.id, l.linked_at, o.id) FILTER (WHERE o.case_number IS NOT NULL), '[]') AS case_numbers
      FROM case_hearing l JOIN hearing o ON o.id = l.hearing_id WHERE l.case_id = c.id) answered ON true`,
];

const routing = [
  `CREATE TABLE "routing_set" (
    "id" uuid NOT NULL, "name" text NOT NULL, "state" text NOT NULL, "valid_from" date, "tried_at" timestamptz, "tried_sha256" text,
    "trial" jsonb, "created_by" uuid, "created_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_routing_set_state" CHECK ("state" IN ('draft', 'in-force')),
    CONSTRAINT "PK_routing_set" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "routing_rule" (
    "set_id" uuid NOT NULL, "priority" integer NOT NULL, "kle_prefix" text, "words" jsonb NOT NULL DEFAULT '[]', "office_name" text,
    "committee_id" text,
    CONSTRAINT "PK_routing_rule" PRIMARY KEY ("set_id", "priority")
  )`,
  `ALTER TABLE "routing_rule" ADD CONSTRAINT "FK_routing_rule_set_id" FOREIGN KEY ("set_id") REFERENCES "routing_set"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "routing_rule" ADD CONSTRAINT "FK_routing_rule_committee_id" FOREIGN KEY ("committee_id") REFERENCES "committee"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

const reservations = [
  `CREATE TABLE "reservation" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "kind" text NOT NULL, "reason" text NOT NULL, "wording" text, "lifted_by" text NOT NULL,
    "meeting_id" uuid, "decision_text" text, "state" text NOT NULL, "version" integer NOT NULL, "agenda_item_id" uuid, "review_on" date NOT NULL,
    "supplement_case_id" uuid, "taken_at" timestamptz NOT NULL, "changed_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_reservation_kind" CHECK ("kind" IN ('political', 'economic')),
    CONSTRAINT "CHK_reservation_reason" CHECK ("reason" IN ('no-time-within-deadline', 'administrative-level', 'negotiated-separately')),
    CONSTRAINT "CHK_reservation_lifted_by" CHECK ("lifted_by" IN ('meeting', 'decision')),
    CONSTRAINT "CHK_reservation_state" CHECK ("state" IN ('taken', 'confirmed', 'changed', 'withdrawn')),
    CONSTRAINT "PK_reservation" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_reservation_case_id" ON "reservation" ("case_id")`,
  `CREATE UNIQUE INDEX "UQ_reservation_open" ON "reservation" ("case_id", "kind") WHERE "state" = 'taken'`,
  `ALTER TABLE "reservation" ADD CONSTRAINT "FK_reservation_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "reservation" ADD CONSTRAINT "FK_reservation_supplement_case_id" FOREIGN KEY ("supplement_case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TABLE "reservation_step" (
    "reservation_id" uuid NOT NULL, "version" integer NOT NULL, "from_state" text, "to_state" text NOT NULL, "action" text NOT NULL,
    "actor_id" uuid, "reason" text, "decision_id" uuid, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_reservation_step" PRIMARY KEY ("reservation_id", "version")
  )`,
  `ALTER TABLE "reservation_step" ADD CONSTRAINT "FK_reservation_step_reservation_id" FOREIGN KEY ("reservation_id") REFERENCES "reservation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "reservation_step" ADD CONSTRAINT "FK_reservation_step_actor_id" FOREIGN KEY ("actor_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `CREATE TRIGGER "reservation_step_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "reservation_step" EXECUTE FUNCTION refuse_change()`,
];

const tables = ['bill', 'hearing_bill', 'kle_subject', 'case_hearing', 'case_event', 'case_occasion', 'routing_set', 'routing_rule', 'reservation', 'reservation_step']; // prettier-ignore

const grants = [
  `GRANT SELECT ON ${tables.join(', ')} TO genmaele_app`,
  'GRANT INSERT, UPDATE ON bill, hearing_bill, kle_subject, case_event, routing_set, reservation TO genmaele_app',
  'GRANT INSERT ON case_hearing, reservation_step TO genmaele_app',
  'GRANT INSERT, UPDATE, DELETE ON routing_rule TO genmaele_app',
];

/** Hearings, bills and cases many-to-many; cases without a hearing; classification and routing by dated rules; reservations with a life of their own. */
export class HearingsAndReservations1796169600000 implements MigrationInterface {
  readonly name = 'HearingsAndReservations1796169600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...hearings, ...cases, ...routing, ...reservations, ...grants]) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
