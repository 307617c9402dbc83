import { carryOutDecision, notifyOfTask, openCase, queueReservation, renewPlans, sendDigest, soundDeadlineAlarm } from '@genmaele/cases';
import { buildAgenda, closeMinutes, closeProcedure } from '@genmaele/committees';
import {
  anchorLog,
  askMembersInWriting,
  mailSettings,
  matchIncomingMail,
  retainNightly,
  sendAccountLink,
  sendLetter,
  sendNotice,
  tellMembersOfMeeting,
} from '@genmaele/delivery';
import {
  HttpTimestampAuthority,
  letterLook,
  renderApprovedLetter,
  renderMeetingPaper,
  signRenderedLetter,
  type SigningSettings,
} from '@genmaele/documents';
import { readBillInChild, readBillOfHearing, readerLimits } from '@genmaele/intake';
import { type JobHandlers } from '@genmaele/jobs';
import { type Environment, outgoingRules } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** The worker's one table: job name → function. */
export function jobHandlers(database: DataSource, env: Environment, signing: SigningSettings): JobHandlers {
  const mail = mailSettings(env);
  const rules = { mark: env.NODE_ENV === 'production' ? undefined : 'test', look: letterLook(env.LETTER_SETTINGS) } as const;
  const limits = readerLimits(env);
  const read = (bytes: Uint8Array) => readBillInChild(bytes, limits);
  const authority = env.TIMESTAMP_URL ? new HttpTimestampAuthority({ url: env.TIMESTAMP_URL, rules: outgoingRules(env) }) : undefined;
  const anchors = { authority, file: env.AUDIT_ANCHOR_FILE };
  return {
    'bill.read': ({ hearingId }, context) => readBillOfHearing(database, hearingId, read, context),
    'case.open': ({ hearingId }, context) => openCase(database, hearingId, context),
    'plan.renew': (change, context) => renewPlans(change, context),
    'deadline.alarm': (payload, context) => soundDeadlineAlarm(payload, context),
    'committee.ask': ({ taskId }, context) => notifyOfTask(taskId, 'ask', context),
    'committee.decided': ({ decisionId }, context) => carryOutDecision(decisionId, context),
    'reservation.queue': ({ reservationId }, context) => queueReservation(reservationId, context),
    'agenda.build': ({ meetingId }, context) => buildAgenda(meetingId, context),
    'agenda.remind': (payload, context) => tellMembersOfMeeting(payload, context),
    'agenda.render': (payload, context) => renderMeetingPaper(database, payload, rules.look, context),
    'minutes.close': ({ minutesId }, context) => closeMinutes(minutesId, context),
    'procedure.ask': (payload, context) => askMembersInWriting(payload, context),
    'procedure.close': ({ procedureId }, context) => closeProcedure(procedureId, context),
    'approval.ask': ({ taskId }, context) => notifyOfTask(taskId, 'ask', context),
    'approval.remind': ({ taskId }, context) => notifyOfTask(taskId, 'remind', context),
    'approval.escalate': ({ taskId }, context) => notifyOfTask(taskId, 'escalate', context),
    'digest.send': ({ personId }, context) => sendDigest(personId, context),
    'letter.render': (payload, context) => renderApprovedLetter(database, payload, rules, context),
    'letter.sign': (payload, context) => signRenderedLetter(database, payload, signing, context),
    'letter.send': (payload, context) => sendLetter(database, payload, mail, context),
    'notice.send': ({ noticeId }, context) => sendNotice(database, noticeId, mail, env.PUBLIC_URL, context),
    'account.link': ({ linkId }, context) => sendAccountLink(linkId, mail, env.PUBLIC_URL, context),
    'audit.anchor': (_payload, context) => anchorLog(database, anchors, context),
    'data.retain': (_payload, context) => retainNightly(context),
    'receipt.match': ({ incomingMailId }, context) => matchIncomingMail(database, incomingMailId, context),
  };
}
