import { parseDeadline } from '@genmaele/calendar';
import { type DecisionBody, decisionBody } from '@genmaele/contracts';
import { filled, type Form, heldToForm } from '../pages/refused-form.js';

/** The words that the pages of the bodies have on their fields, by the name of the field. */
export const fieldLabels: Readonly<Record<string, string>> = {
  id: 'Id',
  kind: 'Art',
  name: 'Navn',
  field: 'Område',
  superiorId: 'Rådgiver',
  personId: 'Person med konto',
  outsiderName: 'Navn på en uden konto',
  function: 'Plads',
  alternateFor: 'Træder i stedet for',
  municipality: 'Kommune',
  validFrom: 'Fra og med',
  validTo: 'Til og med',
  lastDay: 'Sidste dag',
  date: 'Dato',
  startTime: 'Kl.',
  place: 'Sted',
  onlineUrl: 'Adresse til onlinemøde',
  agendaClose: 'Dagsordenen lukker',
  papersDate: 'Papirerne sendes',
  title: 'Titel',
  about: 'Sag',
  recommendation: 'Indstilling',
  lateReason: 'Begrundelse',
  reason: 'Begrundelse',
  minutesDeadline: 'Frist for indsigelser',
  question: 'Spørgsmål',
  deadline: 'Frist',
  silence: 'Den, der ikke svarer',
  vote: 'Svar',
  text: 'Tekst',
  membershipId: 'Medlem',
  outcome: 'Udfald',
  changes: 'Ændringer',
  postponedTo: 'Udsat til',
  corrects: 'Den beslutning, der rettes',
  documents: 'Fil',
};

/** A day, or a day with a clock time in Copenhagen, as a moment; what is neither is left as it is, for the shape to refuse. */
export function momentOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return parseDeadline(text).instant;
  } catch {
    return text;
  }
}

/** The case and the version of it that a choice names, as `case:version`; nothing when none is chosen. */
export function caseChosen(form: Form): { caseId?: string; versionSha256?: string } {
  const { about } = filled(form, 'about');
  const [caseId = '', versionSha256 = ''] = (about ?? '').split(':');
  return about === undefined ? {} : { caseId, versionSha256 };
}

const named = (form: Form, pattern: RegExp): string[] =>
  Object.keys(form).flatMap((name) => {
    const [, id] = pattern.exec(name) ?? [];
    return id === undefined ? [] : [id];
  });

/**
 * What was decided, as the form of an item gives it: as a whole, `point-N-outcome` and `point-N-text` for each point that is decided by itself, and
 * `dissent-ID` for each member with a dissent. Errors: `request.invalid`.
 */
export function decisionFromForm(form: Form): DecisionBody {
  const points = named(form, /^point-(.{1,100})-outcome$/).flatMap((pointId) => {
    const { [`point-${pointId}-outcome`]: outcome, [`point-${pointId}-text`]: text } = filled(
      form,
      `point-${pointId}-outcome`,
      `point-${pointId}-text`,
    );
    return outcome === undefined && text === undefined ? [] : [{ pointId, outcome, text }];
  });
  const dissents = named(form, /^dissent-(.{36})$/).flatMap((membershipId) =>
    Object.values(filled(form, `dissent-${membershipId}`)).map((text) => ({ membershipId, text })),
  );
  const given = { ...filled(form, 'outcome', 'changes', 'postponedTo', 'corrects', 'reason'), points, dissents };
  return heldToForm(decisionBody, given, fieldLabels, ([first, place, part]) => {
    if (first === 'points' && part !== undefined) return `point-${points[Number(place)]?.pointId ?? ''}-${String(part)}`;
    if (first === 'dissents' && part !== undefined) return `dissent-${dissents[Number(place)]?.membershipId ?? ''}`;
    return String(first ?? '');
  });
}
