import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The tables of the way from a hearing received to a receipt matched. */
const tables = [
  `CREATE TABLE "heartbeat" (
    "name" text NOT NULL, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_heartbeat" PRIMARY KEY ("name")
  )`,
  `CREATE TABLE "stored_file" (
    "sha256" text NOT NULL, "media_type" text NOT NULL, "byte_size" integer NOT NULL, "bytes" bytea NOT NULL,
    "stored_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_stored_file_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "PK_stored_file" PRIMARY KEY ("sha256")
  )`,
  `CREATE TABLE "person" (
    "id" uuid NOT NULL, "email" text NOT NULL, "name" text NOT NULL, "password_hash" text NOT NULL,
    "sample" boolean NOT NULL DEFAULT false, "disabled_at" timestamptz, "created_at" timestamptz NOT NULL,
    CONSTRAINT "PK_person" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_person_email" ON "person" ("email")`,
  `CREATE TABLE "role_grant" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "role" text NOT NULL, "committee_id" text, "valid_from" timestamptz NOT NULL,
    "valid_to" timestamptz,
    CONSTRAINT "CHK_role_grant_role" CHECK ("role" <> 'system'),
    CONSTRAINT "PK_role_grant" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_role_grant_person_id" ON "role_grant" ("person_id")`,
  `CREATE TABLE "session" (
    "sid" character varying NOT NULL, "sess" json NOT NULL, "expire" TIMESTAMP(6) NOT NULL,
    CONSTRAINT "PK_session" PRIMARY KEY ("sid")
  )`,
  `CREATE INDEX "IDX_session_expire" ON "session" ("expire")`,
  `CREATE TABLE "audit_entry" (
    "seq" bigint NOT NULL, "at" timestamptz NOT NULL, "actor_id" uuid, "action" text NOT NULL, "subject" text NOT NULL,
    "facts" jsonb NOT NULL, "request_id" text, "previous_hash" text NOT NULL, "hash" text NOT NULL,
    CONSTRAINT "PK_audit_entry" PRIMARY KEY ("seq")
  )`,
  `CREATE INDEX "IDX_audit_entry_subject" ON "audit_entry" ("subject")`,
  `CREATE TABLE "committee" (
    "id" text NOT NULL, "name" text NOT NULL, "valid_from" date NOT NULL, "valid_to" date,
    CONSTRAINT "PK_committee" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "committee_meeting" (
    "id" uuid NOT NULL, "committee_id" text NOT NULL, "date" date NOT NULL, "agenda_close" date NOT NULL,
    CONSTRAINT "PK_committee_meeting" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_committee_meeting_day" ON "committee_meeting" ("committee_id", "date")`,
  `CREATE TABLE "ministry" (
    "id" text NOT NULL, "name" text NOT NULL, "short_name" text NOT NULL, "valid_from" date, "valid_to" date,
    CONSTRAINT "PK_ministry" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "hearing" (
    "id" uuid NOT NULL, "ministry_id" text NOT NULL, "ministry_name" text NOT NULL, "case_number" text, "round" text NOT NULL,
    "deadline" text NOT NULL, "deadline_at" timestamptz NOT NULL, "reply_to" text, "contact" text, "bill_sha256" text NOT NULL,
    "state" text NOT NULL, "problem" text, "title" text, "subject_words" jsonb NOT NULL DEFAULT '[]',
    "doubts" jsonb NOT NULL DEFAULT '[]', "received_by" uuid, "received_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_hearing_round" CHECK ("round" IN ('main', 'supplementary', 'renewed')),
    CONSTRAINT "CHK_hearing_state" CHECK ("state" IN ('received', 'read', 'unreadable')),
    CONSTRAINT "PK_hearing" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_hearing_bill_sha256" ON "hearing" ("bill_sha256")`,
  `CREATE INDEX "IDX_hearing_ministry_id" ON "hearing" ("ministry_id", "case_number")`,
  `CREATE TABLE "hearing_document" (
    "id" uuid NOT NULL, "hearing_id" uuid NOT NULL, "kind" text NOT NULL, "file_name" text NOT NULL, "sha256" text NOT NULL,
    CONSTRAINT "PK_hearing_document" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_hearing_document_hearing_id" ON "hearing_document" ("hearing_id")`,
  `CREATE TABLE "provision" (
    "hearing_id" uuid NOT NULL, "position" integer NOT NULL, "parent" integer, "node_id" text NOT NULL, "kind" text NOT NULL,
    "address" text NOT NULL, "label" text NOT NULL, "text" text NOT NULL,
    CONSTRAINT "PK_provision" PRIMARY KEY ("hearing_id", "position")
  )`,
  `CREATE INDEX "IDX_provision_hearing_id" ON "provision" ("hearing_id", "address")`,
  `CREATE TABLE "work" (
    "id" uuid NOT NULL, "queue" text NOT NULL, "job" text NOT NULL, "payload" jsonb NOT NULL, "subject" text NOT NULL,
    "once" text NOT NULL, "state" text NOT NULL, "attempt" integer NOT NULL DEFAULT '0', "most_tries" integer NOT NULL,
    "created_at" timestamptz NOT NULL, "due_at" timestamptz NOT NULL, "ring_at" timestamptz NOT NULL,
    "rings" integer NOT NULL DEFAULT '0', "fence" bigint NOT NULL DEFAULT '0', "lease_until" timestamptz, "started_at" timestamptz,
    "finished_at" timestamptz, "last_error" text,
    CONSTRAINT "CHK_work_state" CHECK ("state" IN ('ready', 'leased', 'done', 'dead', 'cancelled')),
    CONSTRAINT "PK_work" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_work_once" ON "work" ("once")`,
  `CREATE INDEX "IDX_work_subject" ON "work" ("subject", "job")`,
  `CREATE INDEX "IDX_work_lease" ON "work" ("lease_until") WHERE "state" = 'leased'`,
  `CREATE INDEX "IDX_work_ring" ON "work" ("ring_at") WHERE "state" = 'ready'`,
  `CREATE TABLE "response_case" (
    "id" uuid NOT NULL, "number" text NOT NULL, "hearing_id" uuid NOT NULL, "title" text NOT NULL, "state" text NOT NULL,
    "version" integer NOT NULL, "office_name" text, "committee_id" text, "committee_reasons" jsonb NOT NULL DEFAULT '[]',
    "plan" jsonb NOT NULL, "current_version_id" uuid, "approval_id" uuid, "letter_id" uuid, "dispatch_id" uuid,
    "approved_sha256" text, "rendered_sha256" text, "signed_sha256" text, "opened_at" timestamptz NOT NULL,
    "changed_at" timestamptz NOT NULL,
    CONSTRAINT "CHK_response_case_state" CHECK ("state" IN ('opened', 'drafting', 'in-committee', 'awaiting-chair', 'approved', 'rendered', 'signed', 'sending', 'uncertain', 'sent', 'acknowledged', 'not-answered')),
    CONSTRAINT "PK_response_case" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_response_case_state" ON "response_case" ("state")`,
  `CREATE UNIQUE INDEX "UQ_response_case_number" ON "response_case" ("number")`,
  `CREATE UNIQUE INDEX "UQ_response_case_hearing_id" ON "response_case" ("hearing_id")`,
  `CREATE TABLE "draft_version" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "number" integer NOT NULL, "content" jsonb NOT NULL, "attachments" jsonb NOT NULL,
    "sha256" text NOT NULL, "author_id" uuid NOT NULL, "saved_at" timestamptz NOT NULL,
    CONSTRAINT "PK_draft_version" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_draft_version_sha256" ON "draft_version" ("id", "sha256")`,
  `CREATE UNIQUE INDEX "UQ_draft_version_number" ON "draft_version" ("case_id", "number")`,
  `CREATE TABLE "case_step" (
    "case_id" uuid NOT NULL, "version" integer NOT NULL, "from_state" text NOT NULL, "to_state" text NOT NULL,
    "action" text NOT NULL, "actor_id" uuid, "comment" text, "on_sha256" text, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_case_step" PRIMARY KEY ("case_id", "version")
  )`,
  `CREATE TABLE "approval" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "version_id" uuid NOT NULL, "version_sha256" text NOT NULL,
    "person_id" uuid NOT NULL, "role" text NOT NULL, "at" timestamptz NOT NULL,
    CONSTRAINT "PK_approval" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_approval_case_id" ON "approval" ("case_id")`,
  `CREATE TABLE "approval_task" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "role" text NOT NULL, "committee_id" text, "state" text NOT NULL,
    "asked_at" timestamptz NOT NULL, "remind_at" timestamptz NOT NULL, "due_at" timestamptz NOT NULL, "reminded_at" timestamptz,
    "escalated_at" timestamptz, "closed_at" timestamptz,
    CONSTRAINT "CHK_approval_task_state" CHECK ("state" IN ('open', 'done', 'withdrawn')),
    CONSTRAINT "PK_approval_task" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_approval_task_case_id" ON "approval_task" ("case_id")`,
  `CREATE TABLE "notice" (
    "id" uuid NOT NULL, "case_id" uuid, "recipient" text NOT NULL, "kind" text NOT NULL, "subject" text NOT NULL,
    "text" text NOT NULL, "message_id" text NOT NULL, "created_at" timestamptz NOT NULL, "sent_at" timestamptz,
    CONSTRAINT "PK_notice" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "letter" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "approval_id" uuid NOT NULL, "template" text NOT NULL, "title" text NOT NULL,
    "version_sha256" text NOT NULL, "rendered_sha256" text NOT NULL, "heard_sha256" text NOT NULL, "signature_field" text NOT NULL,
    "rendered_at" timestamptz NOT NULL, "signed_sha256" text, "signature_level" text, "signer_name" text, "signed_at" timestamptz,
    CONSTRAINT "PK_letter" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_letter_case_id" ON "letter" ("case_id")`,
  `CREATE UNIQUE INDEX "UQ_letter_approval_id" ON "letter" ("approval_id")`,
  `CREATE TABLE "dispatch" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "letter_id" uuid NOT NULL, "recipient" text NOT NULL, "subject" text NOT NULL,
    "message_id" text NOT NULL, "mail_sha256" text NOT NULL, "attachment_sha256" text NOT NULL, "state" text NOT NULL,
    "commits" integer NOT NULL DEFAULT '0', "evidence" jsonb NOT NULL DEFAULT '{}', "created_at" timestamptz NOT NULL,
    "sent_at" timestamptz,
    CONSTRAINT "CHK_dispatch_state" CHECK ("state" IN ('sending', 'committing', 'sent', 'uncertain', 'refused')),
    CONSTRAINT "PK_dispatch" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_dispatch_case_id" ON "dispatch" ("case_id")`,
  `CREATE UNIQUE INDEX "UQ_dispatch_message_id" ON "dispatch" ("message_id")`,
  `CREATE TABLE "incoming_mail" (
    "id" uuid NOT NULL, "sha256" text NOT NULL, "message_id" text, "sender" text NOT NULL, "subject" text NOT NULL,
    "outcome" text NOT NULL, "received_at" timestamptz NOT NULL,
    CONSTRAINT "PK_incoming_mail" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "UQ_incoming_mail_sha256" ON "incoming_mail" ("sha256")`,
  `CREATE TABLE "receipt" (
    "id" uuid NOT NULL, "dispatch_id" uuid NOT NULL, "incoming_mail_id" uuid NOT NULL, "kind" text NOT NULL,
    "at" timestamptz NOT NULL,
    CONSTRAINT "PK_receipt" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "IDX_receipt_dispatch_id" ON "receipt" ("dispatch_id")`,
  `ALTER TABLE "role_grant" ADD CONSTRAINT "FK_role_grant_person_id" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "committee_meeting" ADD CONSTRAINT "FK_committee_meeting_committee_id" FOREIGN KEY ("committee_id") REFERENCES "committee"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hearing" ADD CONSTRAINT "FK_hearing_ministry_id" FOREIGN KEY ("ministry_id") REFERENCES "ministry"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hearing" ADD CONSTRAINT "FK_hearing_bill_sha256" FOREIGN KEY ("bill_sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hearing_document" ADD CONSTRAINT "FK_hearing_document_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hearing_document" ADD CONSTRAINT "FK_hearing_document_sha256" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "provision" ADD CONSTRAINT "FK_provision_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "FK_response_case_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "FK_response_case_committee_id" FOREIGN KEY ("committee_id") REFERENCES "committee"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "draft_version" ADD CONSTRAINT "FK_draft_version_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "draft_version" ADD CONSTRAINT "FK_draft_version_author_id" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_step" ADD CONSTRAINT "FK_case_step_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_step" ADD CONSTRAINT "FK_case_step_actor_id" FOREIGN KEY ("actor_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_person_id" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_version_id_version_sha256" FOREIGN KEY ("version_id", "version_sha256") REFERENCES "draft_version"("id","sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "approval_task" ADD CONSTRAINT "FK_approval_task_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "notice" ADD CONSTRAINT "FK_notice_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "letter" ADD CONSTRAINT "FK_letter_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "letter" ADD CONSTRAINT "FK_letter_approval_id" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "letter" ADD CONSTRAINT "FK_letter_rendered_sha256" FOREIGN KEY ("rendered_sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "letter" ADD CONSTRAINT "FK_letter_heard_sha256" FOREIGN KEY ("heard_sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "letter" ADD CONSTRAINT "FK_letter_signed_sha256" FOREIGN KEY ("signed_sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "dispatch" ADD CONSTRAINT "FK_dispatch_case_id" FOREIGN KEY ("case_id") REFERENCES "response_case"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "dispatch" ADD CONSTRAINT "FK_dispatch_letter_id" FOREIGN KEY ("letter_id") REFERENCES "letter"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "dispatch" ADD CONSTRAINT "FK_dispatch_mail_sha256" FOREIGN KEY ("mail_sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "incoming_mail" ADD CONSTRAINT "FK_incoming_mail_sha256" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "receipt" ADD CONSTRAINT "FK_receipt_dispatch_id" FOREIGN KEY ("dispatch_id") REFERENCES "dispatch"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "receipt" ADD CONSTRAINT "FK_receipt_incoming_mail_id" FOREIGN KEY ("incoming_mail_id") REFERENCES "incoming_mail"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

/** What a person saw and did never changes: the database itself refuses it, whoever asks. */
const immutable = ['stored_file', 'draft_version', 'approval', 'case_step', 'audit_entry', 'receipt'];

const guards = [
  `CREATE SEQUENCE work_fence`,
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$`,
  ...immutable.map(
    (table) => `CREATE TRIGGER "${table}_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "${table}" EXECUTE FUNCTION refuse_change()`,
  ),
];

/** What the application role may do, table by table. It has no DDL, and may only add to the log. */
const grants: [privileges: string, tables: string[]][] = [
  ['INSERT', immutable],
  ['INSERT, UPDATE', ['work', 'heartbeat', 'person', 'role_grant', 'ministry', 'committee', 'committee_meeting']],
  ['INSERT, UPDATE', ['hearing', 'response_case', 'approval_task', 'notice', 'letter', 'dispatch', 'incoming_mail']],
  ['INSERT', ['hearing_document']],
  ['INSERT, DELETE', ['provision']],
  ['INSERT, UPDATE, DELETE', ['session']],
];

/** The first migration: tables, immutability, and the two roles (the owner migrates, the application works). */
export class Foundation1795305600000 implements MigrationInterface {
  readonly name = 'Foundation1795305600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...guards]) await runner.query(statement);
    await runner.query('GRANT USAGE ON SCHEMA public TO genmaele_app');
    await runner.query('GRANT SELECT ON ALL TABLES IN SCHEMA public TO genmaele_app');
    await runner.query('GRANT USAGE ON SEQUENCE work_fence TO genmaele_app');
    for (const [privileges, names] of grants) await runner.query(`GRANT ${privileges} ON ${names.join(', ')} TO genmaele_app`);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
