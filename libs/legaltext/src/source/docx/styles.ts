import { type Attributes, isOn, walkWord } from './walk-word.js';

/** What a paragraph's or a run's properties say; left out where they say nothing. */
export interface Look {
  bold?: boolean;
  italic?: boolean;
  hidden?: boolean;
  centred?: boolean;
  numId?: string;
  ilvl?: number;
}

/** Takes one property element (within `pPr` or `rPr`) into a look. */
export function takeProperty(look: Look, name: string, attributes: Attributes): void {
  const value = attributes.get('val') ?? '';
  if (name === 'b') look.bold = isOn(attributes);
  else if (name === 'i') look.italic = isOn(attributes);
  else if (name === 'vanish') look.hidden = isOn(attributes);
  else if (name === 'jc') look.centred = value === 'center';
  else if (name === 'numId') look.numId = value;
  else if (name === 'ilvl') look.ilvl = Number(value) || 0;
}

const mostAncestors = 20;

/** The styles of a document, each with what it takes from the one it is based on. */
export class Styles {
  private readonly own = new Map<string, { look: Look; basedOn: string }>();

  /** `source` is `word/styles.xml`; empty where the document has none. */
  constructor(source: string) {
    let style: { look: Look; basedOn: string } | undefined;
    walkWord(source, {
      open: (name, attributes) => {
        if (name === 'style') {
          style = { look: {}, basedOn: '' };
          this.own.set(attributes.get('styleId') ?? '', style);
        } else if (style && name === 'basedOn') style.basedOn = attributes.get('val') ?? '';
        else if (style) takeProperty(style.look, name, attributes);
      },
      close: (name) => {
        if (name === 'style') style = undefined;
      },
    });
  }

  look(id: string): Look {
    const chain: Look[] = [];
    for (let style = this.own.get(id); style && chain.length < mostAncestors; style = this.own.get(style.basedOn))
      chain.unshift(style.look);
    return Object.assign({}, ...chain) as Look;
  }
}
