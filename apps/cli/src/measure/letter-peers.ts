import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { LetterDocument } from '@genmaele/contracts';
import { inProject } from '../project.js';
import { letterHtml } from './peers/letter-html.js';
import { letterTypst } from './peers/letter-typst.js';

/** What draws the measured letter, ours among them. */
export interface Peer {
  readonly name: string;
  /** The program that draws, and its arguments; see `bench/engines/serve.mjs` for what it is asked. */
  readonly command: readonly [string, ...string[]];
  /** The letter as this engine wants it. */
  readonly input: (letter: LetterDocument) => unknown;
}

/** One drawing: milliseconds in the engine's own process, and the size of the PDF. */
export interface Drawing {
  readonly ms: number;
  readonly bytes: number;
}

const engine = (file: string): string => inProject('bench', 'engines', file);
const node = process.execPath;

/** The letter in JSON: attachments as base64. */
function asJson(letter: LetterDocument): unknown {
  const attachments = letter.attachments.map((each) => ({ ...each, bytes: Buffer.from(each.bytes).toString('base64') }));
  return { ...letter, attachments };
}

/** Ours, and pdfkit without our layout and writing: they need nothing that the project does not have. */
export const own: Peer = { name: 'Genmæle', command: [node, engine('genmaele.mjs')], input: asJson };
export const stockPdfkit: Peer = { name: 'pdfkit', command: [node, engine('pdfkit.mjs')], input: asJson };
export const typst: Peer = { name: 'Typst', command: [node, engine('typst.mjs')], input: letterTypst };

/** A command that finds our letters' fonts as if they were installed. */
const withFonts = (...command: string[]): Peer['command'] => [node, engine('letter-fonts.mjs'), ...command];

/** Those that are there only where someone has installed them. */
export function chromium(): Peer | undefined {
  const found = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => answers([name, '--version']));
  return found === undefined ? undefined : { name: 'Chromium', command: withFonts(node, engine('chromium.mjs'), found), input: letterHtml };
}

/** Debian's package belongs to Debian's Python, which need not be the first on the path. */
export function weasyprint(): Peer | undefined {
  const python = ['/usr/bin/python3', 'python3'].find((name) => answers([name, '-c', 'import weasyprint']));
  return python === undefined ? undefined : { name: 'WeasyPrint', command: withFonts(python, engine('html-to-pdf.py')), input: letterHtml };
}

/** Whether a program is there and ends well. */
export function answers([name, ...args]: readonly [string, ...string[]]): boolean {
  return spawnSync(name, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

type Answer = { ready: true } | Drawing | { error: string };

/** A peer at work in a process of its own. */
export class PeerProcess {
  private readonly waiting: ((answer: Answer) => void)[] = [];
  private readonly early: Answer[] = [];
  private ended = false;

  private constructor(
    private readonly peer: Peer,
    private readonly child: ChildProcess,
  ) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.take(JSON.parse(line) as Answer));
    child.once('error', () => this.end());
    child.once('close', () => this.end());
  }

  /** Starts it and waits until it is ready. Throws Error when it ends instead. */
  static async start(peer: Peer): Promise<PeerProcess> {
    const [command, ...args] = peer.command;
    const made = new PeerProcess(peer, spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] }));
    await made.answer();
    return made;
  }

  /** Lets it draw one letter; `keep` names a file for the PDF. Throws Error with what the engine said. */
  async draw(letter: LetterDocument, keep?: string): Promise<Drawing> {
    this.child.stdin!.write(`${JSON.stringify({ input: this.peer.input(letter), keep })}\n`);
    const answer = await this.answer();
    if ('ms' in answer) return answer;
    throw new Error(`${this.peer.name}: ${'error' in answer ? answer.error : 'svarede ikke på brevet'}`);
  }

  /** Ends it. */
  stop(): void {
    this.child.stdin!.destroy();
    this.child.kill();
  }

  private answer(): Promise<Answer> {
    const known = this.early.shift();
    if (known) return Promise.resolve(known);
    if (this.ended) return Promise.reject(new Error(`${this.peer.name} kørte ikke`));
    return new Promise((resolve, reject) => {
      this.waiting.push((answer) => ('error' in answer ? reject(new Error(`${this.peer.name}: ${answer.error}`)) : resolve(answer)));
    });
  }

  private take(answer: Answer): void {
    const next = this.waiting.shift();
    if (next) next(answer);
    else this.early.push(answer);
  }

  private end(): void {
    this.ended = true;
    for (const next of this.waiting.splice(0)) next({ error: 'endte uden at svare' });
  }
}
