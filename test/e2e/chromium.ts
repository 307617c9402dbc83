import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, type Writable } from 'node:stream';

const places = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);

/** Where a browser is on this machine; undefined where there is none. */
export const chromium: string | undefined = [process.env['CHROMIUM'] ?? '', ...places].find((place) => existsSync(place));

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', '--no-first-run'];

/** What is pointed at. Links within a sentence are as tall as their line (WCAG 2.2, 2.5.8); a tick is hit on its label. */
const targets =
  'button, select, textarea, summary, .check, .links a, .top a, .card h3 a, .problem a, input:not([type=hidden], .check input, label input)';

/** A finger needs 44 pixels in height, a pointer 24 (WCAG 2.2, 2.5.5 and 2.5.8). */
const flaws = `(() => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? ['wider than the window: ' + scrollWidth] : [];
  const least = clientWidth < 600 ? 44 : 24;
  const small = [...document.querySelectorAll(${JSON.stringify(targets)})].flatMap((each) => {
    const { width, height } = each.getBoundingClientRect();
    const isSmall = width > 0 && (Math.round(height) < least || width < 24);
    return isSmall ? [each.outerHTML.slice(0, 90) + ' ' + Math.round(width) + 'x' + Math.round(height)] : [];
  });
  return [...wide, ...small];
})()`;

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { message: string };
}

/** One tab of a real browser, driven by the DevTools protocol over a pipe. */
export class Chromium {
  /** What the page or the browser complained of: script errors, refused resources, breaches of the content policy. */
  readonly complaints: string[] = [];
  readonly #asked = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  readonly #awaited: { method: string; resolve: () => void }[] = [];
  #last = 0;
  #session: string | undefined;

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    let unread = '';
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (unread + chunk).split('\0');
      unread = parts.pop() ?? '';
      for (const part of parts) this.#heard(JSON.parse(part) as Message);
    });
  }

  /** Starts the browser with an empty profile and opens a tab. */
  static async open(): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
    const tab = new Chromium(
      spawn(chromium ?? 'chromium', [...flags, `--user-data-dir=${profile}`, 'about:blank'], { stdio: [...stdio] }),
      profile,
    );
    const { targetId } = await tab.ask<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await tab.ask<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    tab.#session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log', 'DOM']) await tab.ask(`${domain}.enable`);
    return tab;
  }

  /** One command of the protocol. Rejects with what the browser says is wrong. */
  ask<T = unknown>(method: string, params: object = {}): Promise<T> {
    this.#last += 1;
    const id = this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      const session = this.#session ? { sessionId: this.#session } : {};
      (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  /** What the expression is in the page; a promise is waited for. */
  async evaluate<T>(expression: string): Promise<T> {
    const params = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await this.ask<{ result: { value: T }; exceptionDetails?: { text: string } }>('Runtime.evaluate', params); // prettier-ignore
    if (exceptionDetails) throw new Error(`${exceptionDetails.text}: ${expression.slice(0, 200)}`);
    return result.value;
  }

  /** Opens an address and waits until the page is there. */
  async visit(url: string): Promise<void> {
    await this.#arriving(() => this.ask('Page.navigate', { url }));
  }

  /** Presses the one button that says so, with a pointer, and waits for the page that follows. */
  async press(button: string): Promise<void> {
    const spot = await this.evaluate<{ x: number; y: number } | number>(`(() => {
      const found = [...document.querySelectorAll('button')].filter((each) => each.innerText.trim().replace(/\\s+/g, ' ') === ${JSON.stringify(button)});
      if (found.length !== 1) return found.length;
      found[0].scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = found[0].getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    })()`);
    if (typeof spot === 'number') throw new Error(`${spot} buttons say «${button}»: ${await this.text()}`);
    const pointer = { ...spot, button: 'left', clickCount: 1 };
    await this.#arriving(async () => {
      await this.ask('Input.dispatchMouseEvent', { type: 'mousePressed', ...pointer });
      await this.ask('Input.dispatchMouseEvent', { type: 'mouseReleased', ...pointer });
    });
  }

  /** Types into the field with that label. */
  async type(label: string, text: string): Promise<void> {
    await this.evaluate(`(() => {
      const found = [...document.querySelectorAll('label')].find((each) => each.innerText.trim() === ${JSON.stringify(label)});
      found.control.focus();
    })()`);
    await this.ask('Input.insertText', { text });
  }

  /** All that a person reads on the page. */
  text(): Promise<string> {
    return this.evaluate('document.body.innerText');
  }

  /** The path of the page that is shown. */
  path(): Promise<string> {
    return this.evaluate('location.pathname');
  }

  /** A window so wide, in CSS pixels. */
  async width(width: number): Promise<void> {
    await this.ask('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: width < 600 });
  }

  /** Lays out a page that was had in another way, with the style sheet of the house. */
  async show(html: string): Promise<void> {
    const css = readFileSync('apps/api/src/pages/assets/genmaele.css', 'utf8');
    await this.visit('about:blank');
    const { frameTree } = await this.ask<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree');
    const styled = html.replace(/<link rel="stylesheet"[^>]*>/, `<style>${css}</style>`);
    await this.ask('Page.setDocumentContent', { frameId: frameTree.frame.id, html: styled });
  }

  /** What is wrong with how the page lies, every part unfolded: a scroll sideways, or something too small for what points at it. */
  flaws(): Promise<string[]> {
    return this.evaluate(flaws);
  }

  /** Ends the browser and destroys its profile. */
  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.#session = undefined;
    await this.ask('Browser.close');
    await gone;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10 }); // its helpers may write for a moment more
  }

  async #arriving(leave: () => Promise<unknown>): Promise<void> {
    const arrived = new Promise<void>((resolve) => this.#awaited.push({ method: 'Page.loadEventFired', resolve }));
    await leave();
    await arrived;
  }

  #heard({ id, method, params, result, error }: Message): void {
    const asked = id === undefined ? undefined : this.#asked.get(id);
    if (asked && id !== undefined) {
      this.#asked.delete(id);
      if (error) asked.reject(new Error(error.message));
      else asked.resolve(result as never);
    }
    if (method === 'Log.entryAdded') this.complaints.push(String((params?.['entry'] as { text?: string }).text));
    if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params).slice(0, 300));
    for (const each of this.#awaited.filter((awaited) => awaited.method === method)) {
      this.#awaited.splice(this.#awaited.indexOf(each), 1);
      each.resolve();
    }
  }
}
