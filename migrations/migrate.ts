import { databaseSettings } from '@genmaele/platform';
import { Foundation1795305600000 } from './0001-foundation.js';
import { BillReading1795392000000 } from './0002-bill-reading.js';
import { Accounts1795478400000 } from './0004-accounts.js';
import { AuditAnchors1795564800000 } from './0005-audit-anchors.js';
import { StatesAndRoles1795651200000 } from './0006-states-and-roles.js';
import { PlanCalendar1795737600000 } from './0007-plan-calendar.js';
import { Committees1795824000000 } from './0008-committees.js';
import { ApprovalChains1795910400000 } from './0009-approval-chains.js';
import { SignIn1795996800000 } from './0010-sign-in.js';
import { Visibility1796083200000 } from './0011-visibility.js';
import { HearingsAndReservations1796169600000 } from './0012-hearings-and-reservations.js';
import { CalmNotice1796256000000 } from './0013-calm-notice.js';
import { BodySteps1796342400000 } from './0014-body-steps.js';
import { Retention1796428800000 } from './0015-retention.js';
import { ContactsAndShowingAgain1796601600000 } from './0017-contacts-and-showing-again.js';
import { DueWork1796688000000 } from './0018-due-work.js';
import { Publications1796774400000 } from './0019-publications.js';
import { Contributions1796860800000 } from './0020-contributions.js';
import { DispatchToEach1797206400000 } from './0024-dispatch-to-each.js';
import { entities } from './entities.js';

/** Every migration, in order. A released one is never edited. */
export const migrations = [
  Foundation1795305600000,
  BillReading1795392000000,
  Accounts1795478400000,
  AuditAnchors1795564800000,
  StatesAndRoles1795651200000,
  PlanCalendar1795737600000,
  Committees1795824000000,
  ApprovalChains1795910400000,
  SignIn1795996800000,
  Visibility1796083200000,
  HearingsAndReservations1796169600000,
  CalmNotice1796256000000,
  BodySteps1796342400000,
  Retention1796428800000,
  ContactsAndShowingAgain1796601600000,
  DueWork1796688000000,
  Publications1796774400000,
  Contributions1796860800000,
  DispatchToEach1797206400000,
];

/** Brings a database up to the newest migration, as the owner role. Returns the names of those that were run; idempotent. */
export async function migrateDatabase(ownerUrl: string): Promise<string[]> {
  const database = await databaseSettings(ownerUrl, entities, migrations, 2).initialize();
  try {
    // Two processes that start at once migrate one after the other.
    const runner = database.createQueryRunner();
    await runner.query('SELECT pg_advisory_lock(4711000)');
    try {
      const run = await database.runMigrations();
      return run.map((migration) => migration.name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock(4711000)');
      await runner.release();
    }
  } finally {
    await database.destroy();
  }
}

/** The statements that would bring the migrated database to what the entities say; none when the two agree. */
export async function schemaDrift(ownerUrl: string): Promise<string[]> {
  const database = await databaseSettings(ownerUrl, entities, migrations, 2).initialize();
  try {
    const log = await database.driver.createSchemaBuilder().log();
    return log.upQueries.map((query) => query.query);
  } finally {
    await database.destroy();
  }
}

/** Migrations that the database has not seen yet, read as the application role. */
export async function pendingMigrations(seen: readonly string[]): Promise<string[]> {
  return migrations.map((migration) => migration.name).filter((name) => !seen.includes(name));
}
