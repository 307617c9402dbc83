import { BodyNameRow, CommitteeRow, MembershipRow } from './bodies/body.entity.js';
import { DecisionRow, MinutesReplyRow, MinutesRow } from './decisions/decision.entity.js';
import {
  AgendaAttachmentRow,
  AgendaItemRow,
  AgendaSnapshotRow,
  AttendanceRow,
  ItemAbsenceRow,
  MeetingPaperRow,
  MeetingRow,
  MeetingStepRow,
} from './meetings/meeting.entity.js';
import { ProcedureRow, VoteRow } from './procedures/procedure.entity.js';

export * from './bodies/body-queries.js';
export * from './bodies/body-records.js';
export * from './bodies/change-bodies.js';
export * from './bodies/propose-committee.js';
export * from './bodies/standing-in-body.js';
export * from './committee-jobs.js';
export * from './decisions/decision-queries.js';
export * from './decisions/decision-rules.js';
export * from './decisions/minutes.js';
export * from './decisions/quorum.js';
export { recordDecision } from './decisions/record-decision.js';
export {
  addAgendaItem,
  attachFile,
  changeAgendaItem,
  consentToLateItem,
  moveAgendaItem,
  queueCase,
  withdrawAgendaItem,
} from './meetings/agenda-items.js';
export * from './meetings/agenda-snapshot.js';
export * from './meetings/import-meetings.js';
export { type LockedMeeting, lockMeeting } from './meetings/lock-meeting.js';
export * from './meetings/manning.js';
export * from './meetings/meeting-actions.js';
export * from './meetings/meeting-queries.js';
export * from './meetings/meeting-steps.js';
export * from './meetings/meetings-file.js';
export * from './meetings/plan-meetings.js';
export * from './procedures/procedure-result.js';
export * from './procedures/written-procedure.js';
export * from './reference/bodies.js';
export * from './reference/committees.js';

export { CommitteeRow, DecisionRow };

/** The tables of this room. */
export const committeesEntities = [
  CommitteeRow,
  BodyNameRow,
  MembershipRow,
  MeetingRow,
  AgendaItemRow,
  AgendaAttachmentRow,
  AgendaSnapshotRow,
  AttendanceRow,
  ItemAbsenceRow,
  MeetingStepRow,
  MeetingPaperRow,
  ProcedureRow,
  VoteRow,
  DecisionRow,
  MinutesRow,
  MinutesReplyRow,
];
