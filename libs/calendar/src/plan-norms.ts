import { formatWeekday } from './deadline.js';
import { addDays, daysBetween, type LocalDate } from './local-date.js';
import { summerRule, type SchoolHolidays } from './school-holidays.js';

/** Four weeks: the normal measure of a hearing by the guidance on the quality of bills (Vejledning om lovkvalitet, 2023, 9.1.2). */
const NORMAL_DAYS = 28;

/** Days after the deadline on which a ministry has been seen to close its memorandum (L 136, 2021-22). */
const MEMO_DAYS = 2;

/** The day from which an answer may be too late to be heard, and the sentence that says so. */
export interface MemoRisk {
  date: LocalDate;
  text: string;
}

/** When the ministry may close its hearing memorandum: two calendar days after the deadline. A risk, no rule. */
export function memoRisk(deadline: LocalDate): MemoRisk {
  const date = addDays(deadline, MEMO_DAYS);
  const text = `Ministeriet kan lukke sit høringsnotat allerede ${formatWeekday(date)}, to dage efter fristen. Hvad der kommer senere, også en udvalgsbehandling eller et afklaret forbehold, kan være for sent til at blive hørt.`;
  return { date, text };
}

/** The norms that a hearing's deadline does not keep, each as a Danish sentence to complain with. Neither is law. */
export function brokenNorms(sent: LocalDate, deadline: LocalDate, schoolHolidays?: SchoolHolidays): string[] {
  const days = daysBetween(sent, deadline);
  const norms: string[] = [];
  if (days < NORMAL_DAYS)
    norms.push(
      `Høringen varer ${days} ${days === 1 ? 'dag' : 'dage'}. Efter Vejledning om lovkvalitet (pkt. 9.1.2) er fire uger det normale, og en kortere frist skal begrundes i lovforslaget.`,
    );
  const summer = summerRule(deadline, sent, schoolHolidays);
  if (summer && !summer.holds) norms.push(summer.text);
  return norms;
}
