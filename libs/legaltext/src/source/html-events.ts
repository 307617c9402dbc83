import { Tokenizer } from 'htmlparser2';
import { cleanText, isClean } from './clean-text.js';

/** What an HTML text consists of, in order. Tags need not match: unclosed and stray ones come as they are. */
export interface HtmlSink {
  open?(name: string, className: string): void;
  close?(name: string): void;
  text(text: string, offset: number): void;
}

/** Elements whose content nobody reads on the page. */
const unseen = new Set(['title', 'script', 'style', 'template', 'noscript', 'textarea', 'iframe', 'noembed', 'noframes']);

/** Turns the tokenizer's positions into names, classes and readable text. */
class HtmlEvents {
  private name = '';
  private attribute = '';
  private value = '';
  private className = '';
  private hidden = '';
  private readonly isClean: boolean;

  constructor(
    private readonly source: string,
    private readonly sink: HtmlSink,
  ) {
    this.isClean = isClean(source);
  }

  onopentagname(start: number, end: number): void {
    this.name = this.source.slice(start, end).toLowerCase();
    this.className = '';
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.source.slice(start, end).toLowerCase();
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.attribute === 'class') this.value += this.source.slice(start, end);
  }

  onattribend(): void {
    if (this.attribute === 'class') this.className = this.value.trim();
  }

  onopentagend(): void {
    if (this.hidden) return;
    if (unseen.has(this.name)) this.hidden = this.name;
    else this.sink.open?.(this.name, this.className);
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    const name = this.source.slice(start, end).toLowerCase();
    if (this.hidden) {
      if (name === this.hidden) this.hidden = '';
    } else this.sink.close?.(name);
  }

  ontext(start: number, end: number): void {
    if (this.hidden) return;
    const text = this.source.slice(start, end);
    this.sink.text(this.isClean ? text : cleanText(text), start);
  }

  ontextentity(codepoint: number, end: number): void {
    if (!this.hidden) this.sink.text(cleanText(String.fromCodePoint(codepoint)), Math.max(0, end - 1));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.ontext(start, end - endOffset);
  }

  onattribentity(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/**
 * Walks an HTML text once. It keeps no stack of open elements, so depth costs nothing: a million unclosed tags take the time of their length.
 */
export function walkHtml(source: string, sink: HtmlSink): void {
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, new HtmlEvents(source, sink));
  tokenizer.write(source);
  tokenizer.end();
}
