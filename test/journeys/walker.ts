import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
  Request,
  Response,
} from 'playwright-core';
import { openPhone } from '../support/browser.js';
import { paper } from '../support/paper.js';
import { readQr } from '../support/qr-readers.js';

/** Left to right and right to left, with scripts and without; the whole of a journey in two corners of the four. */
export const looks = [
  { locale: 'nl-BE', javaScriptEnabled: true, whole: true },
  { locale: 'ar', javaScriptEnabled: false, whole: true },
  { locale: 'ar', javaScriptEnabled: true, whole: false },
  { locale: 'nl-BE', javaScriptEnabled: false, whole: false },
] as const;

export interface Load {
  readonly bytes: number;
  readonly requests: readonly string[];
}

/**
 * Somebody with a small telephone. Every deliberate act counts one: a tap, a choice, an entry, a scan. Looking does
 * not (requirements, part 3).
 */
export class Walker {
  acts = 0;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly home: string,
    private readonly locale: string | undefined,
    /** Whether scripts run on this telephone. */
    readonly scripts: boolean,
  ) {}

  static async start(browser: Browser, home: string, options: BrowserContextOptions = {}): Promise<Walker> {
    const context = await openPhone(browser, options);
    return new Walker(
      context,
      await context.newPage(),
      home,
      options.locale,
      options.javaScriptEnabled ?? true,
    );
  }

  /** Comes in with a one-time link. Whoever was given a language keeps to it, whatever the member speaks. */
  async comeIn(link: string): Promise<void> {
    const language = this.locale?.slice(0, 2);
    if (language !== undefined)
      await this.context.addCookies([{ name: 'language', value: language, url: this.home }]);
    await this.open(link);
    await this.tap(this.page.locator('button.main'));
    this.acts = 0;
  }

  /** Opens an address of this service; no act, as with a bookmark that is open already. */
  async open(address: string): Promise<Response> {
    const { pathname, search } = new URL(address, this.home);
    const answer = await this.arrive(this.home + pathname + search);
    if (answer === null) throw new Error(`no answer from ${address}`);
    return answer;
  }

  /** A page that was on its way already, as after going back, may come in between: then once more. */
  private async arrive(url: string): Promise<Response | null> {
    try {
      return await this.page.goto(url);
    } catch (error) {
      if (!String(error).includes('interrupted by another navigation')) throw error;
      await this.page.waitForLoadState();
      return this.page.goto(url);
    }
  }

  /** Points the camera of the telephone at a code: one act. */
  async scan(text: string): Promise<Response> {
    this.acts++;
    return this.open(text);
  }

  /** Holds a card or another code in front of the camera that takes photographs, as `photograph`. */
  async show(text: string): Promise<void> {
    await this.photograph(await paper(text));
  }

  /** Sends a photograph: one act where scripts run, for it goes as soon as it is taken, else with a tap more. */
  async photograph(buffer: Buffer): Promise<void> {
    const { page, scripts } = this;
    const sent = scripts ? page.waitForEvent('framenavigated') : undefined;
    const file = { name: 'photo.png', mimeType: 'image/png', buffer };
    await page.locator('form.scan input[type=file]').setInputFiles(file);
    this.acts++;
    await sent;
    if (!scripts) await this.tap(page.locator('form.scan button[type=submit]'));
    await page.waitForLoadState();
  }

  async tap(what: Locator): Promise<void> {
    this.acts++;
    await what.click();
    await this.page.waitForLoadState();
  }

  /** Taps what is called so. */
  async tapButton(name: string): Promise<void> {
    const { page } = this;
    await this.tap(page.getByRole('button', { name }).or(page.getByRole('link', { name })).first());
  }

  async enter(what: Locator, text: string): Promise<void> {
    this.acts++;
    await what.fill(text);
  }

  /** What a form of this page would send, but for the button. */
  async fieldsOf(form: string): Promise<Record<string, string>> {
    const pairs = await this.page
      .locator(`${form} input[type=hidden]`)
      .evaluateAll((all) => all.map((each) => [each.getAttribute('name'), each.getAttribute('value')]));
    return Object.fromEntries(pairs) as Record<string, string>;
  }

  /** What a QR code on the page says, as two readers that are not our encoder read it from a picture of it. */
  async readCode(): Promise<string> {
    return readQr(await this.page.locator('svg.qr').screenshot());
  }

  /** The same from a picture of the whole page, with all that stands around it. */
  async readCodeOnPage(): Promise<string> {
    return readQr(await this.page.screenshot({ fullPage: true }));
  }

  text(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  heading(): Promise<string> {
    return this.page.locator('h1').first().innerText();
  }

  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** What a page costs whoever comes for the first time, with nothing kept from before. */
  async load(address: string): Promise<Load> {
    const { page } = this;
    const session = await this.context.newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const asked: Request[] = [];
    const note = (request: Request): void => void asked.push(request);
    page.on('request', note);
    await this.open(address);
    page.off('request', note);
    await session.detach();
    const sizes = await Promise.all(asked.map((request) => request.sizes()));
    const bytes = sizes.reduce((sum, each) => sum + each.responseBodySize + each.responseHeadersSize, 0);
    return { bytes, requests: asked.map((request) => request.url()) };
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
