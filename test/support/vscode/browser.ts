import { type Browser, chromium } from 'playwright-core';
import { atEnd } from '../cleanup.ts';
import { ensureChromium } from './chromium.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium that ends with this process. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    args: ARGUMENTS,
    // This process ends it itself, after the pages' last words were kept.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const forget = atEnd(() => browser.close());
  browser.on('disconnected', () => void forget());
  return browser;
}
