import { type MigrationInterface, type QueryRunner } from 'typeorm';

const bodies = [
  `ALTER TABLE "committee" ADD "kind" text NOT NULL DEFAULT 'committee', ADD "field" text, ADD "superior_id" text,
    ADD "example" boolean NOT NULL DEFAULT false`,
  `ALTER TABLE "committee" ADD CONSTRAINT "CHK_committee_kind" CHECK ("kind" IN ('committee', 'board', 'chairmanship', 'regional-council'))`,
  `CREATE TABLE "committee_name" (
    "committee_id" text NOT NULL, "name" text NOT NULL, "valid_from" date NOT NULL, "valid_to" date, "alias" boolean NOT NULL DEFAULT false,
    CONSTRAINT "PK_committee_name" PRIMARY KEY ("committee_id", "name", "valid_from")
  )`,
  `INSERT INTO "committee_name" ("committee_id", "name", "valid_from", "valid_to") SELECT "id", "name", "valid_from", "valid_to" FROM "committee"`,
  `CREATE TABLE "committee_membership" (
    "id" uuid NOT NULL, "committee_id" text NOT NULL, "person_id" uuid, "outsider_name" text, "function" text NOT NULL,
    "alternate_for" uuid, "municipality" text, "valid_from" date NOT NULL, "valid_to" date,
    CONSTRAINT "CHK_committee_membership_function" CHECK ("function" IN ('chair', 'vice-chair', 'member', 'alternate')),
    CONSTRAINT "CHK_committee_membership_who" CHECK (num_nonnulls("person_id", "outsider_name") = 1),
    CONSTRAINT "CHK_committee_membership_alternate" CHECK (("function" = 'alternate') = ("alternate_for" IS NOT NULL)),
    CONSTRAINT "PK_committee_membership" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_committee_membership_committee_id" ON "committee_membership" ("committee_id")`,
  `CREATE INDEX "IDX_committee_membership_person_id" ON "committee_membership" ("person_id")`,
];

const meetings = [
  `ALTER TABLE "committee_meeting" ADD "start_time" text, ADD "place" text, ADD "online_url" text, ADD "papers_date" date,
    ADD "state" text NOT NULL DEFAULT 'planned', ADD "version" integer NOT NULL DEFAULT 1`,
  `ALTER TABLE "committee_meeting" ADD CONSTRAINT "CHK_committee_meeting_state"
    CHECK ("state" IN ('planned', 'agenda-closed', 'papers-sent', 'held', 'minutes-out', 'minutes-confirmed', 'cancelled'))`,
  `CREATE TABLE "agenda_item" (
    "id" uuid NOT NULL, "meeting_id" uuid NOT NULL, "position" integer NOT NULL, "title" text NOT NULL, "open" boolean NOT NULL,
    "case_id" uuid, "version_sha256" text, "recommendation" text, "late" boolean NOT NULL DEFAULT false, "late_reason" text,
    "late_consent_by" uuid, "late_consent_at" timestamptz, "postponed_from" uuid, "added_by" uuid, "added_at" timestamptz NOT NULL,
    "withdrawn_at" timestamptz,
    CONSTRAINT "CHK_agenda_item_case" CHECK (("case_id" IS NULL) = ("version_sha256" IS NULL)),
    CONSTRAINT "CHK_agenda_item_late" CHECK (NOT "late" OR "late_reason" IS NOT NULL),
    CONSTRAINT "PK_agenda_item" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_agenda_item_meeting_id" ON "agenda_item" ("meeting_id")`,
  `CREATE UNIQUE INDEX "UQ_agenda_item_case" ON "agenda_item" ("meeting_id", "case_id") WHERE "withdrawn_at" IS NULL`,
  `CREATE TABLE "agenda_attachment" (
    "item_id" uuid NOT NULL, "sha256" text NOT NULL, "file_name" text NOT NULL, "added_at" timestamptz NOT NULL,
    CONSTRAINT "PK_agenda_attachment" PRIMARY KEY ("item_id", "sha256")
  )`,
  `CREATE TABLE "agenda_snapshot" (
    "meeting_id" uuid NOT NULL, "kind" text NOT NULL, "content" jsonb NOT NULL, "sha256" text NOT NULL, "at" timestamptz NOT NULL,
    CONSTRAINT "CHK_agenda_snapshot_kind" CHECK ("kind" IN ('invited', 'held')),
    CONSTRAINT "PK_agenda_snapshot" PRIMARY KEY ("meeting_id", "kind")
  )`,
  `CREATE TABLE "meeting_attendance" (
    "meeting_id" uuid NOT NULL, "membership_id" uuid NOT NULL, "present" boolean NOT NULL,
    CONSTRAINT "PK_meeting_attendance" PRIMARY KEY ("meeting_id", "membership_id")
  )`,
  `CREATE TABLE "item_absence" (
    "item_id" uuid NOT NULL, "membership_id" uuid NOT NULL, "kind" text NOT NULL, "reason" text,
    CONSTRAINT "CHK_item_absence_kind" CHECK ("kind" IN ('ineligible', 'absent')),
    CONSTRAINT "PK_item_absence" PRIMARY KEY ("item_id", "membership_id")
  )`,
  `CREATE TABLE "meeting_step" (
    "meeting_id" uuid NOT NULL, "version" integer NOT NULL, "from_state" text NOT NULL, "to_state" text NOT NULL, "action" text NOT NULL,
    "actor_id" uuid, "reason" text, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_meeting_step" PRIMARY KEY ("meeting_id", "version")
  )`,
  `CREATE TABLE "meeting_paper" (
    "meeting_id" uuid NOT NULL, "kind" text NOT NULL, "source_sha256" text NOT NULL, "pdf_sha256" text NOT NULL, "heard_sha256" text NOT NULL,
    "at" timestamptz NOT NULL,
    CONSTRAINT "PK_meeting_paper" PRIMARY KEY ("meeting_id", "kind", "source_sha256")
  )`,
];

const decisions = [
  `CREATE TABLE "written_procedure" (
    "id" uuid NOT NULL, "committee_id" text NOT NULL, "question" text NOT NULL, "recommendation" text, "open" boolean NOT NULL,
    "case_id" uuid, "version_sha256" text, "deadline" timestamptz NOT NULL, "silence" text NOT NULL, "electorate" jsonb NOT NULL,
    "state" text NOT NULL, "ending" text, "opened_by" uuid NOT NULL, "opened_at" timestamptz NOT NULL, "closed_at" timestamptz,
    CONSTRAINT "CHK_written_procedure_state" CHECK ("state" IN ('open', 'decided', 'to-meeting')),
    CONSTRAINT "CHK_written_procedure_silence" CHECK ("silence" IN ('assent', 'no-answer')),
    CONSTRAINT "CHK_written_procedure_case" CHECK (("case_id" IS NULL) = ("version_sha256" IS NULL)),
    CONSTRAINT "PK_written_procedure" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_written_procedure_committee_id" ON "written_procedure" ("committee_id")`,
  `CREATE TABLE "procedure_vote" (
    "procedure_id" uuid NOT NULL, "membership_id" uuid NOT NULL, "number" integer NOT NULL, "vote" text NOT NULL, "text" text,
    "written_by" uuid NOT NULL, "at" timestamptz NOT NULL,
    CONSTRAINT "CHK_procedure_vote_vote" CHECK ("vote" IN ('for', 'against', 'meeting')),
    CONSTRAINT "PK_procedure_vote" PRIMARY KEY ("procedure_id", "membership_id", "number")
  )`,
  `CREATE TABLE "committee_decision" (
    "id" uuid NOT NULL, "committee_id" text NOT NULL, "meeting_id" uuid, "item_id" uuid, "procedure_id" uuid, "case_id" uuid,
    "version_sha256" text, "outcome" text NOT NULL, "changes" text, "points" jsonb NOT NULL, "postponed_to" uuid,
    "participants" jsonb NOT NULL, "eligible" integer NOT NULL, "quorate" boolean NOT NULL, "dissents" jsonb NOT NULL, "corrects" uuid,
    "reason" text, "recorded_by" uuid, "at" timestamptz NOT NULL,
    CONSTRAINT "CHK_committee_decision_outcome" CHECK ("outcome" IN ('approved', 'approved-with-changes', 'postponed', 'rejected', 'for-information')),
    CONSTRAINT "CHK_committee_decision_where" CHECK (num_nonnulls("item_id", "procedure_id") = 1),
    CONSTRAINT "CHK_committee_decision_corrects" CHECK (("corrects" IS NULL) = ("reason" IS NULL)),
    CONSTRAINT "PK_committee_decision" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_committee_decision_item" ON "committee_decision" ("item_id") WHERE "corrects" IS NULL`,
  `CREATE UNIQUE INDEX "UQ_committee_decision_procedure" ON "committee_decision" ("procedure_id") WHERE "corrects" IS NULL`,
  `CREATE UNIQUE INDEX "UQ_committee_decision_corrects" ON "committee_decision" ("corrects")`,
  `CREATE INDEX "IDX_committee_decision_case_id" ON "committee_decision" ("case_id")`,
  `CREATE TABLE "meeting_minutes" (
    "id" uuid NOT NULL, "meeting_id" uuid NOT NULL, "number" integer NOT NULL, "content" jsonb NOT NULL, "sha256" text NOT NULL,
    "deadline" timestamptz NOT NULL, "sent_by" uuid, "sent_at" timestamptz NOT NULL,
    CONSTRAINT "PK_meeting_minutes" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_meeting_minutes_number" ON "meeting_minutes" ("meeting_id", "number")`,
  `CREATE TABLE "minutes_reply" (
    "minutes_id" uuid NOT NULL, "membership_id" uuid NOT NULL, "kind" text NOT NULL, "text" text, "written_by" uuid NOT NULL,
    "at" timestamptz NOT NULL,
    CONSTRAINT "CHK_minutes_reply_kind" CHECK ("kind" IN ('confirmed', 'objection')),
    CONSTRAINT "PK_minutes_reply" PRIMARY KEY ("minutes_id", "membership_id")
  )`,
];

/** `table.column → table`; every one of them points to an `id` but files, which are named by their hash. */
const references: [table: string, column: string, to: string][] = [
  ['committee', 'superior_id', 'committee'],
  ['committee_name', 'committee_id', 'committee'],
  ['committee_membership', 'committee_id', 'committee'],
  ['committee_membership', 'person_id', 'person'],
  ['committee_membership', 'alternate_for', 'committee_membership'],
  ['agenda_item', 'meeting_id', 'committee_meeting'],
  ['agenda_item', 'late_consent_by', 'person'],
  ['agenda_item', 'postponed_from', 'agenda_item'],
  ['agenda_item', 'added_by', 'person'],
  ['agenda_attachment', 'item_id', 'agenda_item'],
  ['agenda_attachment', 'sha256', 'stored_file'],
  ['agenda_snapshot', 'meeting_id', 'committee_meeting'],
  ['meeting_attendance', 'meeting_id', 'committee_meeting'],
  ['meeting_attendance', 'membership_id', 'committee_membership'],
  ['item_absence', 'item_id', 'agenda_item'],
  ['item_absence', 'membership_id', 'committee_membership'],
  ['meeting_step', 'meeting_id', 'committee_meeting'],
  ['meeting_step', 'actor_id', 'person'],
  ['meeting_paper', 'meeting_id', 'committee_meeting'],
  ['meeting_paper', 'pdf_sha256', 'stored_file'],
  ['meeting_paper', 'heard_sha256', 'stored_file'],
  ['written_procedure', 'committee_id', 'committee'],
  ['written_procedure', 'opened_by', 'person'],
  ['procedure_vote', 'procedure_id', 'written_procedure'],
  ['procedure_vote', 'membership_id', 'committee_membership'],
  ['procedure_vote', 'written_by', 'person'],
  ['committee_decision', 'committee_id', 'committee'],
  ['committee_decision', 'meeting_id', 'committee_meeting'],
  ['committee_decision', 'item_id', 'agenda_item'],
  ['committee_decision', 'procedure_id', 'written_procedure'],
  ['committee_decision', 'postponed_to', 'committee_meeting'],
  ['committee_decision', 'corrects', 'committee_decision'],
  ['committee_decision', 'recorded_by', 'person'],
  ['meeting_minutes', 'meeting_id', 'committee_meeting'],
  ['meeting_minutes', 'sent_by', 'person'],
  ['minutes_reply', 'minutes_id', 'meeting_minutes'],
  ['minutes_reply', 'membership_id', 'committee_membership'],
  ['minutes_reply', 'written_by', 'person'],
];

/** What went to the members, and what they decided and answered, never changes. */
const immutable = [
  'agenda_attachment',
  'agenda_snapshot',
  'meeting_step',
  'meeting_paper',
  'procedure_vote',
  'committee_decision',
  'meeting_minutes',
];
const changing = ['committee_name', 'committee_membership', 'agenda_item', 'meeting_attendance', 'written_procedure', 'minutes_reply'];

/** Political bodies with members, meetings, agendas, decisions, minutes and written procedures. */
export class Committees1795824000000 implements MigrationInterface {
  readonly name = 'Committees1795824000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...bodies, ...meetings, ...decisions]) await runner.query(statement);
    for (const [table, column, to] of references)
      await runner.query(
        `ALTER TABLE "${table}" ADD CONSTRAINT "FK_${table}_${column}" FOREIGN KEY ("${column}")
         REFERENCES "${to}"("${to === 'stored_file' ? 'sha256' : 'id'}") ON DELETE NO ACTION ON UPDATE NO ACTION`,
      );
    for (const table of immutable)
      await runner.query(
        `CREATE TRIGGER "${table}_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "${table}" EXECUTE FUNCTION refuse_change()`,
      );
    await runner.query(`GRANT SELECT, INSERT ON ${immutable.join(', ')} TO genmaele_app`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON ${changing.join(', ')} TO genmaele_app`);
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON item_absence TO genmaele_app');
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
