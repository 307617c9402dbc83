import { formatDate, formatDeadline, formatWeekday } from './deadline.js';
import { holidayName } from './holidays.js';
import { daysBetween, weekday, type LocalDate } from './local-date.js';
import { type Proposal } from './plan-proposals.js';
import { type PlannedStep, type PlanInput, type Schedule } from './plan-shapes.js';
import { meetingsFor, withoutMeeting } from './schedule.js';
import { type ClosingDays, isWorkingDay } from './working-days.js';

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** `a, b eller c`. */
function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} eller ${words.at(-1)}`;
}

function overdueWarning({ deadline, today }: Schedule): string {
  const days = daysBetween(deadline.date, today);
  return `Fristen ${formatDeadline(deadline)} er overskredet${days > 0 ? ` med ${counted(days, 'dag', 'dage')}` : ' i dag'}.`;
}

function shortWarning({ slack, steps }: Schedule): string {
  const first = steps[0]!;
  return `Der mangler ${counted(-slack, 'arbejdsdag', 'arbejdsdage')}: »${first.name}« skulle være begyndt senest ${formatWeekday(first.latestStart)}.`;
}

function meetingWarning(step: PlannedStep, today: LocalDate, input: PlanInput): string {
  const next = (meetingsFor(input, step) ?? []).filter((meeting) => meeting.date >= today).sort((a, b) => (a.date < b.date ? -1 : 1))[0];
  const known = next
    ? `Det næste møde er ${formatWeekday(next.date)}, dagsordenen lukker ${formatDate(next.agendaClose)}.`
    : 'Der er ingen kendte møder.';
  const before = step.body ? 'med det, der går forud, gjort før dagsordenen lukker' : 'med tid til udkastet før dagsordenen lukker';
  return `Intet møde passer til »${step.name}« (holdt senest ${formatDate(step.latestEnd)}, ${before}). ${known}`;
}

function dayOffWarning({ deadline, lastWorkingMoment }: Schedule, closingDays?: ClosingDays): string {
  const off = isWorkingDay(deadline.date, closingDays) ? undefined : (holidayName(deadline.date) ?? weekend(deadline.date));
  const why = off ? ` falder på en dag uden arbejde (${off})` : ' ligger tidligt på dagen';
  return `Fristen ${formatDeadline(deadline)}${why}. Svaret skal af sted senest ${formatWeekday(lastWorkingMoment.date)} kl. ${lastWorkingMoment.time.replace(':', '.')}.`;
}

function weekend(date: LocalDate): string {
  return weekday(date) === 7 ? 'søndag' : weekday(date) === 6 ? 'lørdag' : 'lukkedag';
}

/** What a person must know of a plan, in Danish, gravest first. */
export function warningsFor(dates: Schedule, input: PlanInput, proposals: readonly Proposal[]): string[] {
  const warnings: string[] = [];
  if (dates.overdue) warnings.push(overdueWarning(dates));
  else if (dates.slack < 0) warnings.push(shortWarning(dates));
  if (!dates.overdue) for (const step of withoutMeeting(input, dates.steps)) warnings.push(meetingWarning(step, dates.today, input));
  if (proposals.length > 0) warnings.push(`Muligt i stedet: ${either(proposals.map((proposal) => proposal.text))}.`);
  if (dates.lastWorkingMoment.date !== dates.deadline.date && !dates.overdue) warnings.push(dayOffWarning(dates, input.closingDays));
  return warnings;
}
