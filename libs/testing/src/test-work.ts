import { randomUUID } from 'node:crypto';
import {
  actOnCase,
  carryOutDecision,
  notifyOfTask,
  openCase,
  queueReservation,
  renewPlans,
  sendDigest,
  soundDeadlineAlarm,
  systemActor,
} from '@genmaele/cases';
import { buildAgenda, closeMinutes, closeProcedure } from '@genmaele/committees';
import {
  anchorLog,
  askMembersInWriting,
  type MailProbe,
  type MailSettings,
  matchIncomingMail,
  retainNightly,
  sendAccountLink,
  sendLetter,
  sendNotice,
  tellMembersOfMeeting,
} from '@genmaele/delivery';
import { letterLook, renderMeetingPaper } from '@genmaele/documents';
import { readBillOfHearing } from '@genmaele/intake';
import { type JobContext, type JobHandlers, type OnDead, WorkRunner } from '@genmaele/jobs';
import { readBill } from '@genmaele/legaltext';
import { keepFile, readFile, rowsOf } from '@genmaele/platform';
import { type TestHouse } from './test-house.js';

/** Mail to this server. Port 9 discards: a mail that a test did not expect fails at once. */
export function testMail(url = 'smtp://127.0.0.1:9', probe?: MailProbe): MailSettings {
  return { url, from: 'hoering@example.dk', requireTls: false, probe };
}

/**
 * The real handlers of every room, but for the letter and the child that reads: the letter is a few bytes instead of a drawn and signed PDF,
 * brought to the case with the same evidence, and the bill is read here, so that a test of the process costs milliseconds.
 */
export function testHandlers({ database }: TestHouse, mail = testMail()): JobHandlers {
  return {
    'bill.read': ({ hearingId }, context) => readBillOfHearing(database, hearingId, readBill, context),
    'case.open': ({ hearingId }, context) => openCase(database, hearingId, context),
    'plan.renew': (change, context) => renewPlans(change, context),
    'deadline.alarm': (payload, context) => soundDeadlineAlarm(payload, context),
    'committee.ask': ({ taskId }, context) => notifyOfTask(taskId, 'ask', context),
    'committee.decided': ({ decisionId }, context) => carryOutDecision(decisionId, context),
    'reservation.queue': ({ reservationId }, context) => queueReservation(reservationId, context),
    'agenda.build': ({ meetingId }, context) => buildAgenda(meetingId, context),
    'agenda.remind': (payload, context) => tellMembersOfMeeting(payload, context),
    'agenda.render': (payload, context) => renderMeetingPaper(database, payload, letterLook(), context),
    'minutes.close': ({ minutesId }, context) => closeMinutes(minutesId, context),
    'procedure.ask': (payload, context) => askMembersInWriting(payload, context),
    'procedure.close': ({ procedureId }, context) => closeProcedure(procedureId, context),
    'approval.ask': ({ taskId }, context) => notifyOfTask(taskId, 'ask', context),
    'approval.remind': ({ taskId }, context) => notifyOfTask(taskId, 'remind', context),
    'approval.escalate': ({ taskId }, context) => notifyOfTask(taskId, 'escalate', context),
    'digest.send': ({ personId }, context) => sendDigest(personId, context),
    'letter.render': stampRendered,
    'letter.sign': stampSigned,
    'letter.send': (payload, context) => sendLetter(database, payload, mail, context),
    'notice.send': ({ noticeId }, context) => sendNotice(database, noticeId, mail, undefined, context),
    'account.link': ({ linkId }, context) => sendAccountLink(linkId, mail, undefined, context),
    'audit.anchor': (_payload, context) => anchorLog(database, { authority: undefined, file: undefined }, context),
    'data.retain': (_payload, context) => retainNightly(context),
    'receipt.match': ({ incomingMailId }, context) => matchIncomingMail(database, incomingMailId, context),
  };
}

/** A runner with these handlers; those of `changed` stand instead of the usual. */
export function testRunner(
  house: TestHouse,
  options: { handlers?: JobHandlers; changed?: Partial<JobHandlers>; leaseSeconds?: number; longestRunMs?: number; onDead?: OnDead } = {},
): WorkRunner {
  const { handlers = testHandlers(house), changed = {}, leaseSeconds = 30, longestRunMs, onDead } = options;
  return new WorkRunner(
    house.database,
    house.clock,
    house.log,
    { ...handlers, ...changed },
    { leaseSeconds, ...(longestRunMs ? { longestRunMs } : {}), ...(onDead ? { onDead } : {}) },
  );
}

async function stampRendered({ caseId, approvalId }: { caseId: string; approvalId: string }, { finish, now }: JobContext): Promise<void> {
  await finish(async (tx) => {
    const [approval] = await rowsOf<{ version_sha256: string }>(tx, 'SELECT version_sha256 FROM approval WHERE id = $1', [approvalId]);
    const versionSha256 = approval?.version_sha256 ?? '';
    const letterId = randomUUID();
    const renderedSha256 = await keepFile(tx, Buffer.from(`%PDF-1.7 brev ${approvalId}\n`), 'application/pdf', now);
    const heardSha256 = await keepFile(tx, Buffer.from('[]'), 'application/json', now);
    await tx.query(
      `INSERT INTO letter (id, case_id, approval_id, template, title, version_sha256, rendered_sha256, heard_sha256, signature_field, rendered_at)
       VALUES ($1, $2, $3, 'hoeringssvar', 'Prøvebrev', $4, $5, $6, 'underskrift', $7)`,
      [letterId, caseId, approvalId, versionSha256, renderedSha256, heardSha256, now],
    );
    const evidence = { letterId, versionSha256, renderedSha256 };
    await actOnCase(tx, { caseId, action: 'letter-rendered', actor: systemActor, now, evidence });
  });
}

async function stampSigned({ caseId, letterId }: { caseId: string; letterId: string }, { finish, now }: JobContext): Promise<void> {
  await finish(async (tx) => {
    const [letter] = await rowsOf<{ rendered_sha256: string }>(tx, 'SELECT rendered_sha256 FROM letter WHERE id = $1', [letterId]);
    const renderedSha256 = letter?.rendered_sha256 ?? '';
    const { bytes } = await readFile(tx, renderedSha256);
    const signedSha256 = await keepFile(tx, Buffer.concat([bytes, Buffer.from('% underskrevet\n')]), 'application/pdf', now);
    await tx.query(`UPDATE letter SET signed_sha256 = $2, signature_level = 'B-B', signer_name = 'Prøve', signed_at = $3 WHERE id = $1`, [
      letterId,
      signedSha256,
      now,
    ]);
    await actOnCase(tx, { caseId, action: 'letter-signed', actor: systemActor, now, evidence: { renderedSha256, signedSha256 } });
  });
}
