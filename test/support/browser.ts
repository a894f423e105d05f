import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** A small telephone, in points. */
export const smallPhone = { width: 360, height: 640 } as const;

/**
 * Starts the browser that test/run.mjs found. Close it at the end.
 * @param more flags, such as for a made-up camera
 * @throws Error naming TEST_CHROMIUM when there is none
 */
export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.TEST_CHROMIUM;
  if (executablePath === undefined || executablePath === '') {
    throw new Error('TEST_CHROMIUM is not set: run "npm test", or export the path of a Chromium.');
  }
  return chromium.launch({ executablePath, args: [...flags, ...more], headless: true });
}

/** A fresh person with a small telephone: no cookies, scripts on unless said otherwise. */
export function openPhone(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({
    viewport: smallPhone,
    locale: 'nl-BE',
    timezoneId: 'Europe/Brussels',
    ...options,
  });
}
