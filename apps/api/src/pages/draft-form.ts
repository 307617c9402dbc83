import {
  type DraftContent,
  draftContent,
  type DraftTemplate,
  type EventRecipient,
  type Stance,
  type supplementOutcomes,
} from '@genmaele/contracts';
import { heldTo } from '../house/request-shape.js';
import { effectsFromText, effectsText } from './economic-form.js';

/** The letters that a draft can become, as the form names them. */
export const templateNames: Record<DraftTemplate, string> = {
  hoeringssvar: 'Høringssvar',
  'hoeringssvar-med-forbehold': 'Høringssvar med forbehold',
  'ingen-bemaerkninger': 'Høringssvar uden bemærkninger',
  'supplerende-hoeringssvar': 'Supplerende høringssvar',
  'oekonomisk-svar': 'Økonomisk høringssvar',
  ministerbrev: 'Brev til minister',
  ordfoererbrev: 'Brev til ordførere',
};

/** What came of the response that is supplemented, as the form names it. */
export const outcomeNames: Record<(typeof supplementOutcomes)[number], string> = {
  confirmed: 'Svaret blev bekræftet',
  supplemented: 'Svaret blev suppleret',
  changed: 'Svaret blev ændret',
  replaced: 'Svaret blev erstattet',
  withdrawn: 'Svaret blev trukket tilbage',
};

type Form = Record<string, string | string[] | undefined>;

const blocks = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '');

/** The fields of what a supplementary response supplements; each is `supplements-NAME` in the form. */
const supplementFields = ['date', 'documentId', 'body', 'treated', 'outcome'] as const;

/** The fields of an estimate; each is `economic-NAME` in the form. */
const economicFields = ['priceLevel', 'position', 'years', 'effects', 'assumptions'] as const;

const field = (form: Form, name: string): string => {
  const value = form[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};

/** A section is written as a heading on the first line and its paragraphs below, parted by an empty line. */
function sectionsOf(form: Form): DraftContent['sections'] {
  return blocks(field(form, 'sections').replace(/\n(?=## )/g, '\n\n')).reduce<DraftContent['sections']>((sections, block) => {
    const heading = /^## (.+)/.exec(block)?.[1];
    const rest = heading === undefined ? block : block.slice(block.indexOf('\n') + 1 || block.length).trim();
    if (heading !== undefined) sections.push({ heading, paragraphs: [] });
    const last = sections.at(-1);
    if (rest && last) last.paragraphs.push(rest);
    return sections;
  }, []);
}

function pointsOf(form: Form): DraftContent['points'] {
  const count = Math.min(500, Number(field(form, 'pointCount')) || 0);
  const points: DraftContent['points'] = [];
  for (let i = 0; i < count; i += 1) {
    const text = field(form, `point-${i}-text`).trim();
    if (text === '') continue;
    const provisions = field(form, `point-${i}-provisions`)
      .split(/[;\n]/)
      .map((address) => address.trim())
      .filter((address) => address !== '');
    points.push({ number: points.length + 1, stance: field(form, `point-${i}-stance`) as Stance, provisions, text });
  }
  return points;
}

/** The spokespersons of the form: one a line, name and party parted by a semicolon. */
function spokespersonsOf(form: Form): unknown {
  const recipients = field(form, 'spokespersons')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', party = ''] = line.split(';').map((part) => part.trim());
      return { name, party };
    });
  return { committee: field(form, 'spokesCommittee'), salutation: field(form, 'spokesSalutation'), recipients };
}

/** What a field holds; left out when it is empty. */
const filled = (form: Form, name: string, key: string): Record<string, string> => {
  const value = field(form, name).trim();
  return value === '' ? {} : { [key]: value };
};

/** The estimate of the form. Errors: `request.invalid`. */
function economicOf(form: Form): unknown {
  return {
    ...filled(form, 'economic-priceLevel', 'priceLevel'),
    ...filled(form, 'economic-position', 'position'),
    years: (field(form, 'economic-years').match(/\d+/g) ?? []).map(Number),
    effects: effectsFromText(field(form, 'economic-effects')),
    assumptions: blocks(field(form, 'economic-assumptions')),
  };
}

/** What only one kind of letter has: whom it goes to, what it supplements, who treats it, or its estimate. */
function ofTemplate(template: string, form: Form): Record<string, unknown> {
  if (template === 'ministerbrev') return { recipient: { title: field(form, 'recipientTitle'), name: field(form, 'recipientName') } };
  if (template === 'ordfoererbrev') return { spokespersons: spokespersonsOf(form) };
  if (template === 'hoeringssvar-med-forbehold')
    return { treatment: { ...filled(form, 'treatment-body', 'body'), ...filled(form, 'treatment-date', 'date') } };
  if (template === 'oekonomisk-svar') return { economic: economicOf(form) };
  if (template !== 'supplerende-hoeringssvar') return {};
  const fields = supplementFields.map((key) => filled(form, `supplements-${key}`, key));
  return { supplements: Object.assign({}, ...fields) as unknown };
}

/** The draft as the form on the case's page gives it; points without a text are left out and numbers follow the order. Errors: `request.invalid`. */
export function draftFromForm(form: Form): DraftContent {
  const template = field(form, 'template');
  return heldTo(draftContent, {
    template,
    ...ofTemplate(template, form),
    lead: blocks(field(form, 'lead')),
    sections: sectionsOf(form),
    points: pointsOf(form),
    reservations: { political: field(form, 'political') === 'on', economic: field(form, 'economic') === 'on' },
  });
}

/** What stands in the fields of the form; a last point with no number is the empty one to write in. */
export interface DraftForm {
  readonly template: string;
  readonly recipient: { readonly title: string; readonly name: string } | undefined;
  readonly spokespersons: { readonly committee: string; readonly salutation: string; readonly recipients: string };
  readonly supplements: Readonly<Record<string, string | undefined>>;
  readonly treatment: { readonly body?: string | undefined; readonly date?: string | undefined };
  readonly economic: Readonly<Partial<Record<(typeof economicFields)[number], string>>>;
  readonly lead: string;
  readonly sections: string;
  readonly points: readonly { number: number; stance: string; provisions: readonly string[]; text: string }[];
  readonly reservations: { readonly political: boolean; readonly economic: boolean };
}

/** The form just as it was typed, for a draft that could not be saved. */
export function typedForm(form: Form): DraftForm {
  const count = Math.min(500, Number(field(form, 'pointCount')) || 0);
  const points = Array.from({ length: count }, (_, i) => ({
    number: i + 1,
    stance: field(form, `point-${i}-stance`),
    provisions: [field(form, `point-${i}-provisions`)],
    text: field(form, `point-${i}-text`),
  }));
  return {
    template: field(form, 'template'),
    recipient: { title: field(form, 'recipientTitle'), name: field(form, 'recipientName') },
    spokespersons: {
      committee: field(form, 'spokesCommittee'),
      salutation: field(form, 'spokesSalutation'),
      recipients: field(form, 'spokespersons'),
    },
    supplements: Object.fromEntries(supplementFields.map((key) => [key, field(form, `supplements-${key}`)])),
    treatment: { body: field(form, 'treatment-body'), date: field(form, 'treatment-date') },
    economic: Object.fromEntries(economicFields.map((key) => [key, field(form, `economic-${key}`)])),
    lead: field(form, 'lead'),
    sections: field(form, 'sections'),
    points: points.map((point, i) => (i === count - 1 ? { ...point, number: 0 } : point)),
    reservations: { political: field(form, 'political') === 'on', economic: field(form, 'economic') === 'on' },
  };
}

function shownEstimate(economic: DraftContent['economic']): DraftForm['economic'] {
  if (!economic) return {};
  const { priceLevel, position, years, effects, assumptions } = economic;
  return { priceLevel, position, years: years.join('; '), effects: effectsText(effects), assumptions: assumptions.join('\n\n') };
}

/** The form of a letter that nobody has begun: to a minister when it goes to one, to spokespersons when it goes to several. */
export function formForRecipients(recipients: readonly EventRecipient[]): DraftForm {
  const form = formFromDraft(undefined);
  const [first, ...others] = recipients;
  if (!first) return form;
  if (others.length === 0) return { ...form, template: 'ministerbrev', recipient: { title: first.title, name: first.name } };
  const lines = recipients.map(({ name, title }) => `${name}; ${title}`).join('\n');
  return { ...form, template: 'ordfoererbrev', spokespersons: { ...form.spokespersons, recipients: lines } };
}

/** The draft as the form shows it again. */
export function formFromDraft(draft: DraftContent | undefined): DraftForm {
  const sections = draft?.sections.map(({ heading, paragraphs }) => [`## ${heading}`, ...paragraphs].join('\n\n')) ?? [];
  return {
    template: draft?.template ?? 'hoeringssvar',
    recipient: draft?.recipient,
    spokespersons: {
      committee: draft?.spokespersons?.committee ?? '',
      salutation: draft?.spokespersons?.salutation ?? '',
      recipients: draft?.spokespersons?.recipients.map(({ name, party }) => `${name}; ${party}`).join('\n') ?? '',
    },
    supplements: draft?.supplements ?? {},
    treatment: draft?.treatment ?? {},
    economic: shownEstimate(draft?.economic),
    lead: draft?.lead.join('\n\n') ?? '',
    sections: sections.join('\n\n'),
    points: [...(draft?.points ?? []), { number: 0, stance: 'remarks', provisions: [], text: '' }],
    reservations: draft?.reservations ?? { political: false, economic: false },
  };
}
