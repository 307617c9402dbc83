import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AccessModule } from '@genmaele/access';
import { entities } from '@genmaele/migrations';
import { type Clock, type Environment, type Log, PlatformModule } from '@genmaele/platform';
import { CaseDesk } from './cases/case-desk.js';
import { CasesController } from './cases/cases.controller.js';
import { LettersController } from './cases/letters.controller.js';
import { BodiesController } from './committees/bodies.controller.js';
import { BodyDesk } from './committees/body-desk.js';
import { BodyFormsController } from './committees/body-forms.controller.js';
import { CommitteePages } from './committees/committee-pages.js';
import { CommitteePagesController } from './committees/committee-pages.controller.js';
import { ItemFormsController } from './committees/item-forms.controller.js';
import { MeetingDesk } from './committees/meeting-desk.js';
import { MeetingFormsController } from './committees/meeting-forms.controller.js';
import { MeetingsController } from './committees/meetings.controller.js';
import { ContributionDesk } from './contributions/contribution-desk.js';
import { ContributionPagesController } from './contributions/contribution-pages.controller.js';
import { ContributionsController } from './contributions/contributions.controller.js';
import { CaseContributionPages } from './contributions/case-contribution-pages.controller.js';
import { HearingPageController } from './hearings/hearing-page.controller.js';
import { HearingPage } from './hearings/hearing-page.js';
import { HearingsController } from './hearings/hearings.controller.js';
import { ProblemFilter } from './house/problem-filter.js';
import { CaseFactsPageController } from './pages/case-facts-page.controller.js';
import { CasePage } from './pages/case-page.js';
import { ErrorsPageController } from './pages/errors-page.controller.js';
import { PagesController } from './pages/pages.controller.js';
import { CalendarController } from './plans/calendar.controller.js';
import { ApprovalDesk } from './approvals/approval-desk.js';
import { ApprovalPagesController } from './approvals/approval-pages.controller.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { RoutingController } from './triage/routing.controller.js';
import { RoutingPageController } from './triage/routing-page.controller.js';
import { TriageController } from './triage/triage.controller.js';
import { BillFormsController } from './triage/bill-forms.controller.js';
import { TriageDesk } from './triage/triage-desk.js';
import { TriagePageController } from './triage/triage-page.controller.js';
import { CalendarPageController } from './plans/calendar-page.controller.js';
import { PlanDesk } from './plans/plan-desk.js';
import { PeopleController } from './people/people.controller.js';
import { PeoplePageController } from './people/people-page.controller.js';
import { PersonDesk } from './people/person-desk.js';
import { RoleDesk } from './people/role-desk.js';
import { RolesController } from './people/roles.controller.js';
import { RolesPageController } from './people/roles-page.controller.js';
import { SignInController } from './account/sign-in.controller.js';
import { AccountController } from './account/account.controller.js';
import { AccountDesk } from './account/account-desk.js';
import { AccountPageController } from './account/account-page.controller.js';
import { FactorDesk } from './account/factor-desk.js';
import { FactorsController } from './account/factors.controller.js';
import { FactorsPageController } from './account/factors-page.controller.js';
import { OutsideController } from './account/outside.controller.js';
import { OutsideDesk } from './account/outside-desk.js';
import { SignInAgain } from './account/sign-in-again.js';
import { SignInSteps } from './account/sign-in-steps.js';
import { TokenDesk } from './account/token-desk.js';
import { TokensController } from './account/tokens.controller.js';
import { VisibilityController } from './visibility/visibility.controller.js';
import { VisibilityDesk } from './visibility/visibility-desk.js';
import { VisibilityPageController } from './visibility/visibility-page.controller.js';
import { CalendarFeedController } from './account/calendar-feed.controller.js';
import { NoticeDesk } from './account/notice-desk.js';
import { NoticeSettingsController } from './account/notice-settings.controller.js';
import { NoticeSettingsPageController } from './account/notice-settings-page.controller.js';
import { ExportDesk } from './exports/export-desk.js';
import { ExportsController } from './exports/exports.controller.js';
import { PublicLettersController } from './public/public-letters.controller.js';
import { RetentionPageController } from './retention/retention-page.controller.js';
import { HealthController } from './watch/health.controller.js';
import { Readiness } from './watch/readiness.js';
import { WorkController } from './watch/work.controller.js';

/** Every controller of the api. */
export const controllers = [
  SignInController,
  FactorsController,
  TokensController,
  OutsideController,
  AccountController,
  PeopleController,
  RolesController,
  HearingsController,
  CasesController,
  LettersController,
  BodiesController,
  MeetingsController,
  WorkController,
  VisibilityController,
  VisibilityPageController,
  HealthController,
  PagesController,
  HearingPageController,
  CaseFactsPageController,
  PeoplePageController,
  RolesPageController,
  AccountPageController,
  FactorsPageController,
  CalendarController,
  CalendarPageController,
  TriageController,
  TriagePageController,
  BillFormsController,
  RoutingController,
  RoutingPageController,
  ApprovalsController,
  ApprovalPagesController,
  CommitteePagesController,
  BodyFormsController,
  MeetingFormsController,
  ItemFormsController,
  ErrorsPageController,
  NoticeSettingsController,
  NoticeSettingsPageController,
  CalendarFeedController,
  ExportsController,
  RetentionPageController,
  PublicLettersController,
  ContributionsController,
  ContributionPagesController,
  CaseContributionPages,
];

/** What the controllers call. */
export const desks = [
  MeetingDesk,
  BodyDesk,
  CommitteePages,
  CaseDesk,
  CasePage,
  TriageDesk,
  HearingPage,
  ApprovalDesk,
  PersonDesk,
  RoleDesk,
  PlanDesk,
  AccountDesk,
  FactorDesk,
  TokenDesk,
  OutsideDesk,
  SignInSteps,
  VisibilityDesk,
  SignInAgain,
  Readiness,
  NoticeDesk,
  ExportDesk,
  ContributionDesk,
];

/** The api process. */
@Module({})
export class ApiModule {
  static with(env: Environment, log: Log, clock?: Clock): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.with({ env, log, entities, ...(clock ? { clock } : {}) }), AccessModule],
      controllers,
      providers: [...desks, { provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
