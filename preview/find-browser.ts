import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { ConfigError } from '../pipeline/errors.ts';

/** Where Chromium and Chrome are installed by the packages of the systems that we know. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser that draws the dashboards where nobody looks: the one asked for, else an installed one, else the one that comes with
 * the packages for development.
 *
 * @param preferred the setting CHROMIUM_PATH; null: none
 * @throws ConfigError that says what to install.
 */
export async function findBrowser(preferred: string | null): Promise<string> {
  if (preferred !== null) {
    if (await isProgram(preferred)) return preferred;
    throw new ConfigError([`CHROMIUM_PATH is "${preferred}", where there is no program.`]);
  }
  for (const place of usualPlaces) if (await isProgram(place)) return place;
  const packed = await packedBrowser();
  if (packed !== null) return packed;
  throw new ConfigError(
    ['CHROMIUM_PATH is not set, and no Chromium or Chrome is installed where it usually is.'],
    'Install Chromium ("apt-get install chromium"), or set CHROMIUM_PATH to the program of a Chromium or Chrome.',
    'There is no browser to draw the dashboards',
  );
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A Chromium inside of an npm package; it is built for Linux on x64, and is absent where only runtime packages are installed. */
async function packedBrowser(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } catch {
    return null;
  }
}
