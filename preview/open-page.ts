import { chromium, type Locator, type Page } from 'playwright-core';

/** A browser that calls nobody but us. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const patienceMs = 120_000;

/** A panel as it came out: drawn, or why not. */
export interface PanelResult {
  readonly title: string;
  readonly state: 'drawn' | 'empty' | 'failed' | 'unknown' | 'loading';
  readonly message: string;
}

/** A page of the preview in a browser that nobody sees. */
export interface OpenPage {
  readonly page: Page;
  /** Goes to an address and waits until everything is drawn. @throws Error with what the page says when it cannot be shown. */
  show(url: string): Promise<readonly PanelResult[]>;
  close(): Promise<void>;
}

export async function openPage(browserPath: string, width: number): Promise<OpenPage> {
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  try {
    const page = await browser.newPage({ viewport: { width, height: 1000 } });
    return { page, show: (url) => show(page, url), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function show(page: Page, url: string): Promise<readonly PanelResult[]> {
  await page.goto(url, { timeout: patienceMs });
  const done = page.locator('body[data-ready="yes"], body[data-ready="failed"]');
  await done.waitFor({ timeout: patienceMs });
  if ((await done.getAttribute('data-ready')) === 'failed') {
    const problem = await page.locator('.page-problem').first().textContent();
    throw new Error(`The page ${url} cannot be shown: ${problem ?? 'it does not say why'}`);
  }
  const panels = await page.locator('.panel').all();
  return Promise.all(panels.map(resultOf));
}

async function resultOf(panel: Locator): Promise<PanelResult> {
  const message = panel.locator('.message');
  return {
    title: (await panel.getAttribute('data-title')) ?? '',
    state: ((await panel.getAttribute('data-state')) ?? 'loading') as PanelResult['state'],
    message: (await message.count()) === 0 ? '' : ((await message.textContent()) ?? ''),
  };
}
