import { type Element } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';
import { type Answer, type FormFile, type Visitor } from './visitor.js';

const { findAll, getAttributeValue, textContent } = DomUtils;

/** A form of a page, with what it would send if it were submitted untouched. */
export interface PageForm {
  readonly action: string;
  readonly multipart: boolean;
  readonly fields: Readonly<Record<string, string>>;
  /** The names of the fields that the browser would not let be empty. */
  readonly required: readonly string[];
  readonly button: string;
}

/** A page as a browser without scripts has it. */
export class Page {
  readonly #all: Element[];

  constructor(
    readonly answer: Answer,
    readonly path: string,
  ) {
    this.#all = findAll(() => true, parseDocument(answer.text).children);
  }

  elements(name: string): Element[] {
    return this.#all.filter((element) => element.name === name);
  }

  /** The names of all attributes of all elements. */
  attributes(): string[] {
    return this.#all.flatMap(({ attribs }) => Object.keys(attribs));
  }

  /** All the text that a person sees, on one line. */
  get text(): string {
    return this.elements('body').map(words).join(' ');
  }

  get title(): string {
    return this.elements('h1').map(words).join(' ');
  }

  forms(): PageForm[] {
    return this.elements('form').map(formOf);
  }

  /** The one form whose button says so. */
  form(button: string): PageForm {
    const [found, ...others] = this.forms().filter((form) => form.button === button);
    if (!found || others.length > 0)
      throw new Error(`${1 + others.length} forms say «${button}» on ${this.path}: ${this.text.slice(0, 300)}`);
    return found;
  }
}

/** A browser without scripts: it opens pages, fills in forms and follows where it is sent. */
export class Browser {
  constructor(readonly visitor: Visitor) {}

  async open(path: string): Promise<Page> {
    return new Page(await this.visitor.page(path), path);
  }

  /** Submits a form with what a person has typed and chosen. */
  async submit(form: PageForm, typed: Record<string, string> = {}, files: readonly FormFile[] = []): Promise<Page> {
    const fields = { ...form.fields, ...typed };
    const headers = { accept: 'text/html,application/xhtml+xml' };
    const answer = form.multipart
      ? await this.visitor.postForm(form.action, fields, files, headers)
      : await this.visitor.ask('POST', form.action, { body: new URLSearchParams(fields), headers });
    const to = answer.status === 303 ? answer.headers.get('location') : undefined;
    return to ? this.open(to) : new Page(answer, form.action);
  }
}

const words = (element: Element): string => textContent(element).replace(/\s+/g, ' ').trim();
const within = (form: Element, ...names: string[]): Element[] => findAll(({ name }) => names.includes(name), form.children);

function formOf(form: Element): PageForm {
  const inputs = within(form, 'input', 'select', 'textarea').filter((input) => input.attribs['type'] !== 'file');
  const sent = inputs.filter((input) => input.attribs['type'] !== 'checkbox' || 'checked' in input.attribs);
  return {
    action: getAttributeValue(form, 'action') ?? '',
    multipart: getAttributeValue(form, 'enctype') === 'multipart/form-data',
    fields: Object.fromEntries(sent.map((input) => [input.attribs['name'] ?? '', valueOf(input)])),
    required: within(form, 'input', 'select', 'textarea').flatMap(({ attribs }) => ('required' in attribs ? [attribs['name'] ?? ''] : [])),
    button: within(form, 'button').map(words).join(' '),
  };
}

function valueOf(input: Element): string {
  if (input.name === 'textarea') return textContent(input).replace(/^\n/, '').replace(/\r?\n/g, '\r\n');
  if (input.name === 'input') return input.attribs['value'] ?? (input.attribs['type'] === 'checkbox' ? 'on' : '');
  const options = within(input, 'option');
  const chosen = options.find(({ attribs }) => 'selected' in attribs) ?? options[0];
  return chosen ? (chosen.attribs['value'] ?? words(chosen)) : '';
}

/** What the links within an element point to, in order. */
export function linksIn(...elements: readonly Element[]): string[] {
  return elements.flatMap((element) => within(element, 'a').map(({ attribs }) => attribs['href'] ?? ''));
}

/** The text of an element, on one line. */
export const textOf = words;
