import { type DraftContent, draftContent, type Stance } from '@genmaele/contracts';
import { heldTo } from '../house/request-shape.js';

type Form = Record<string, string | string[] | undefined>;

const blocks = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '');

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

/** The draft as the form on the case's page gives it; points without a text are left out and numbers follow the order. Errors: `request.invalid`. */
export function draftFromForm(form: Form): DraftContent {
  const template = field(form, 'template');
  const recipient =
    template === 'ministerbrev' ? { recipient: { title: field(form, 'recipientTitle'), name: field(form, 'recipientName') } } : {};
  return heldTo(draftContent, {
    template,
    ...recipient,
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
    lead: field(form, 'lead'),
    sections: field(form, 'sections'),
    points: points.map((point, i) => (i === count - 1 ? { ...point, number: 0 } : point)),
    reservations: { political: field(form, 'political') === 'on', economic: field(form, 'economic') === 'on' },
  };
}

/** The draft as the form shows it again. */
export function formFromDraft(draft: DraftContent | undefined): DraftForm {
  const sections = draft?.sections.map(({ heading, paragraphs }) => [`## ${heading}`, ...paragraphs].join('\n\n')) ?? [];
  return {
    template: draft?.template ?? 'hoeringssvar',
    recipient: draft?.recipient,
    lead: draft?.lead.join('\n\n') ?? '',
    sections: sections.join('\n\n'),
    points: [...(draft?.points ?? []), { number: 0, stance: 'remarks', provisions: [], text: '' }],
    reservations: draft?.reservations ?? { political: false, economic: false },
  };
}
