import {
  Approval,
  ApprovalChain,
  ApprovalTask,
  ApprovalVoid,
  CaseAccess,
  CaseStep,
  DraftVersion,
  ResponseCase,
  StandIn,
} from './case.entity.js';
import { noticeEntities } from './notices/index.js';
import { CaseEvent, CaseHearing } from './occasion.entity.js';
import { AbsenceRow, ClosingDayRow, DeadlineChange, PlanMove, SchoolHolidayRow } from './plan-calendar.entity.js';
import { Publication } from './publication.entity.js';
import { Reservation, ReservationStep } from './reservation.entity.js';
import { RoutingRuleRow, RoutingSet } from './routing.entity.js';

export * from './action-request.js';
export * from './addressees.js';
export * from './approval-record.js';
export * from './approval-tasks.js';
export * from './approval-view.js';
export * from './assign-committee.js';
export * from './body-steps.js';
export * from './case-actions.js';
export * from './case-hearings.js';
export * from './case-queries.js';
export * from './chain-editing.js';
export * from './chain-replay.js';
export * from './committee-decided.js';
export * from './confide-case.js';
export * from './correct-deadline.js';
export * from './draft-checks.js';
export * from './join-cases.js';
export * from './letter-case.js';
export * from './notices/index.js';
export * from './open-case.js';
export * from './plan-alarms.js';
export * from './plan-calendar.js';
export * from './plan-case.js';
export { plannedStates } from './plan-steps.js';
export * from './plan-changes.js';
export * from './plan-history.js';
export * from './plan-moves.js';
export * from './plan-renewal.js';
export * from './publications.js';
export * from './repair-stuck-cases.js';
export * from './reservation-desk.js';
export * from './reservation-queue.js';
export * from './reservation-risk.js';
export * from './reservations.js';
export * from './roles-here.js';
export * from './routing-rules.js';
export * from './routing.js';
export * from './stand-in-speakers.js';
export * from './stand-ins.js';
export * from './supplement.js';
export * from './triage.js';
export { Approval, DraftVersion, Reservation, ResponseCase };

/** The tables of this room. */
export const casesEntities = [
  ResponseCase,
  DraftVersion,
  CaseStep,
  ApprovalChain,
  StandIn,
  Approval,
  ApprovalVoid,
  ApprovalTask,
  CaseAccess,
  CaseHearing,
  CaseEvent,
  RoutingSet,
  RoutingRuleRow,
  Reservation,
  ReservationStep,
  ClosingDayRow,
  AbsenceRow,
  SchoolHolidayRow,
  DeadlineChange,
  PlanMove,
  Publication,
  ...noticeEntities,
];
