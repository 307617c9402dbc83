import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Actor, type HeldRole } from '@genmaele/access';
import { formatDate, formatDeadline, localOf, parseDeadline, parseLocalDate } from '@genmaele/calendar';
import { type Problem, roleNames, type Role, stances } from '@genmaele/contracts';
import { type Addressee, type CaseStepLine } from '@genmaele/cases';
import { type DispatchView } from '@genmaele/delivery';
import { caseWorkflow, states, type CaseState } from '@genmaele/workflow';
import nunjucks from 'nunjucks';
import { effectsText } from './economic-form.js';

/** Where templates and style sheet lie, in the sources and in the build alike. */
export const viewsFolder = fileURLToPath(new URL('views', import.meta.url));
export const assetsFolder = fileURLToPath(new URL('assets', import.meta.url));

const dispatchStates: Record<DispatchView['state'], string> = {
  sending: 'er ved at blive sendt',
  committing: 'er ved at blive afleveret',
  sent: 'sendt',
  uncertain: 'måske sendt',
  refused: 'afvist af modtagerens server',
  returned: 'kom retur',
};

const receiptKinds: Record<string, string> = {
  answer: 'svar',
  'automatic-answer': 'automatisk svar',
  delivered: 'afleveret',
  failed: 'ikke afleveret',
  read: 'læst',
};

const views = new nunjucks.Environment(new nunjucks.FileSystemLoader(viewsFolder), { autoescape: true, throwOnUndefined: false });

views.addFilter('date', (value: string) => formatDate(parseLocalDate(value)));
views.addFilter('deadline', (value: string) => formatDeadline(parseDeadline(value)));
views.addFilter('moment', (value: Date | string) => {
  const { date, time } = localOf(value);
  return `${formatDate(date)} kl. ${time.replace(':', '.')}`;
});
views.addFilter('state', (value: CaseState) => states[value]?.danish ?? value);
views.addFilter('role', (value: Role) => roleNames[value] ?? value);
views.addFilter('roleHeld', ({ role, committeeId, ministryId, municipalityCode }: HeldRole, names: Readonly<Record<string, string>>) => {
  const place = committeeId ?? ministryId ?? municipalityCode;
  return place ? `${roleNames[role]} i ${names[place] ?? place}` : roleNames[role];
});
views.addFilter('stance', (value: keyof typeof stances) => stances[value] ?? value);
views.addFilter('dispatch', (value: DispatchView['state']) => dispatchStates[value] ?? value);
views.addFilter('addresses', (all: readonly Addressee[]) => all.flatMap(({ address }) => address ?? []).join(', '));
views.addFilter('receipt', (value: string) => receiptKinds[value] ?? value);
views.addFilter('step', ({ from, action }: CaseStepLine) => {
  return caseWorkflow.find((row) => row.from === from && row.action === action)?.danish ?? action;
});
views.addFilter('effects', effectsText);
views.addFilter('short', (value: string | null) => (value ? value.slice(0, 12) : '–'));

/** A page of the back office. Everything put into it is escaped. */
export function page(name: string, content: Record<string, unknown>): string {
  return withMarks(views.render(`${name}.njk`, content), (content['versions'] ?? {}) as Record<string, string | undefined>);
}

/**
 * Gives every form that posts a number of its own, so that a double click makes one, and the version of the object whose id stands
 * last in its address, unless it names one itself. No template can forget either.
 */
function withMarks(html: string, versions: Readonly<Record<string, string | undefined>>): string {
  return html.replace(/(<form\b[^>]*\bmethod="post"[^>]*>)([\s\S]*?<\/form>)/g, (_whole, open: string, rest: string) => {
    const [id] = Object.keys(versions)
      .filter((each) => open.includes(`/${each}`))
      .sort((one, other) => open.lastIndexOf(`/${other}`) - open.lastIndexOf(`/${one}`));
    const version = id && !rest.includes('name="_if-match"') ? versions[id] : undefined;
    const marks = [['_idempotency-key', randomUUID()], ...(version ? [['_if-match', version]] : [])];
    const fields = marks.map(([field, value]) => `<input type="hidden" name="${field}" value="${value?.replaceAll('"', '&quot;')}">`);
    return `${open}${fields.join('')}${rest}`;
  });
}

/** An error for a person: what, why and what to do. */
export function errorPage(problem: Problem, actor: Actor | undefined): string {
  return page('error', { problem, actor });
}
