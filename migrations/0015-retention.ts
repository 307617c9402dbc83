import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  'GRANT DELETE ON api_token, calendar_entry, calendar_feed TO genmaele_app',
  // The bytes of a mail that had nothing to do with a case may be emptied once its row has been; every other change stays refused, whoever asks.
  `CREATE FUNCTION refuse_change_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND NEW.bytes = '' AND OLD.media_type = 'message/rfc822'
       AND (NEW.sha256, NEW.media_type, NEW.byte_size, NEW.stored_at) IS NOT DISTINCT FROM (OLD.sha256, OLD.media_type, OLD.byte_size, OLD.stored_at)
       AND EXISTS (SELECT 1 FROM incoming_mail m WHERE m.sha256 = OLD.sha256 AND m.outcome = 'unrelated' AND m.sender = '')
       AND NOT EXISTS (SELECT 1 FROM dispatch d WHERE d.mail_sha256 = OLD.sha256)
       AND NOT EXISTS (SELECT 1 FROM hearing_document h WHERE h.sha256 = OLD.sha256)
     THEN RETURN NEW; END IF;
     RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
   END $$`,
  'DROP TRIGGER "stored_file_immutable" ON "stored_file"',
  'CREATE TRIGGER "stored_file_immutable" BEFORE UPDATE OR DELETE ON "stored_file" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_file()',
  'CREATE TRIGGER "stored_file_not_emptied" BEFORE TRUNCATE ON "stored_file" EXECUTE FUNCTION refuse_change()',
  'GRANT UPDATE ("bytes") ON stored_file TO genmaele_app',
];

/** What the nightly retention may remove. */
export class Retention1796428800000 implements MigrationInterface {
  readonly name = 'Retention1796428800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
