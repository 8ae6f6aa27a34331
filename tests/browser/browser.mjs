// The browser that the tests look with.

import { chromium } from 'playwright-core';

/** Starts Chromium; who starts it closes it. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}
