import type { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfString, type PdfValue } from '../../pades/pdf-values.js';
import type { Findings } from './finding.js';
import type { ReadElement } from './structure-reader.js';

/** Holds a structure tree to what ISO 14289-1 section 7 asks of headings, tables, lists, notes, links, figures and fields. */
export function checkStructure(file: PdfFile, top: readonly ReadElement[], ids: readonly string[], findings: Findings): void {
  const rules = new StructureRules(file, findings);
  for (const element of top) rules.check(element);
  if (new Set(ids).size !== ids.length) findings.add('note-id');
}

class StructureRules {
  private heading = 0;

  constructor(
    private readonly file: PdfFile,
    private readonly findings: Findings,
  ) {}

  check(element: ReadElement): void {
    this.checkOne(element);
    for (const kid of element.kids) if ('tag' in kid) this.check(kid);
  }

  private checkOne(element: ReadElement): void {
    const { tag } = element;
    if (/^H[1-6]$/.test(tag)) this.checkHeading(element, Number(tag[1]));
    else if (tag === 'Table') this.checkTable(element);
    else if (tag === 'L')
      this.require(
        childTags(element).every((kid) => kid === 'LI' || kid === 'Caption' || kid === 'L'),
        'list-irregular',
      );
    else if (tag === 'LI')
      this.require(childTags(element).every((kid) => kid === 'Lbl' || kid === 'LBody') && childTags(element).includes('LBody'), 'list-irregular'); // prettier-ignore
    else if (tag === 'Note') this.require(this.file.resolve(element.dict.get('ID')) instanceof PdfString, 'note-id');
    else if (tag === 'Link') this.checkLink(element);
    else if (tag === 'Figure' || tag === 'Formula')
      this.require(this.says(element.dict, 'Alt') || this.says(element.dict, 'ActualText'), 'figure-alt'); // prettier-ignore
    else if (tag === 'Form') for (const widget of annotationsOf(element)) this.require(this.says(widget, 'TU'), 'field-name');
  }

  /** Levels go down one at a time; the first is the highest. */
  private checkHeading(element: ReadElement, level: number): void {
    this.require(level <= this.heading + 1, 'heading-order');
    this.heading = level;
    this.require(textOf(element).trim() !== '', 'heading-empty');
  }

  private checkTable(table: ReadElement): void {
    const parts = elementsOf(table);
    const rows = parts.flatMap((part) =>
      part.tag === 'TR' ? [part] : ['THead', 'TBody', 'TFoot'].includes(part.tag) ? elementsOf(part) : [],
    );
    const known =
      parts.every(({ tag }) => ['TR', 'THead', 'TBody', 'TFoot', 'Caption'].includes(tag)) && rows.every(({ tag }) => tag === 'TR');
    const cells = rows.map(elementsOf);
    this.require(known && cells.flat().every(({ tag }) => tag === 'TH' || tag === 'TD'), 'table-irregular');
    const widths = cells.map((row) => row.reduce((sum, cell) => sum + this.span(cell, 'ColSpan'), 0));
    const spansRows = cells.flat().some((cell) => this.span(cell, 'RowSpan') > 1);
    this.require(rows.length > 0 && (spansRows || new Set(widths).size === 1), 'table-irregular');
    const headers = cells.flat().filter(({ tag }) => tag === 'TH');
    this.require(headers.length > 0 && headers.every((cell) => this.attribute(cell, 'Scope') instanceof PdfName), 'table-header');
  }

  private checkLink(link: ReadElement): void {
    const annotations = annotationsOf(link);
    const described = annotations.length > 0 && annotations.every((annotation) => this.says(annotation, 'Contents'));
    this.require(described && textOf(link).trim() !== '', 'link-contents');
  }

  private span(cell: ReadElement, key: string): number {
    const value = this.attribute(cell, key);
    return typeof value === 'number' && value >= 1 && value < 1000 ? value : 1;
  }

  private attribute({ dict }: ReadElement, key: string): PdfValue {
    const held = this.file.resolve(dict.get('A'));
    const lists = (Array.isArray(held) ? held : [held]).map((item) => this.file.dict(item));
    return this.file.resolve(lists.find((item) => item?.has(key))?.get(key));
  }

  private says(dict: PdfDict, key: string): boolean {
    const value = this.file.resolve(dict.get(key));
    return value instanceof PdfString && value.text.trim() !== '';
  }

  private require(holds: boolean, code: Parameters<Findings['add']>[0]): void {
    if (!holds) this.findings.add(code);
  }
}

function elementsOf({ kids }: ReadElement): ReadElement[] {
  return kids.filter((kid): kid is ReadElement => 'tag' in kid);
}

function childTags(element: ReadElement): string[] {
  return elementsOf(element).map(({ tag }) => tag);
}

function annotationsOf({ kids }: ReadElement): PdfDict[] {
  return kids.flatMap((kid) => ('annotation' in kid ? [kid.annotation] : []));
}

function textOf({ kids }: ReadElement): string {
  return kids.map((kid) => ('tag' in kid ? textOf(kid) : 'text' in kid ? kid.text : '')).join('');
}
