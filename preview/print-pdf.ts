import { escapeHtml } from './formats.ts';
import { openPage } from './open-page.ts';

/** The page is laid out for paper by itself; the browser's window only must not be narrower. */
const width = 1600;

/**
 * Prints tabs that are laid out for paper (`/print?uids=…`): A4 across, with the title and the number of the page below.
 *
 * @throws Error that names the panels whose queries failed: a report with holes is none.
 */
export async function printPdf({ browserPath, url, title }: PrintOrder): Promise<Buffer> {
  const opened = await openPage(browserPath, width);
  try {
    const panels = await opened.show(url);
    const failed = panels.filter(({ state }) => state === 'failed');
    if (failed.length > 0)
      throw new Error(
        `${failed.length} panel(s) cannot be printed:\n${failed.map((panel) => `  - ${panel.title}: ${panel.message}`).join('\n')}`,
      );
    return await opened.page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer(title),
      tagged: true,
      outline: true,
    });
  } finally {
    await opened.close();
  }
}

/** What is printed, and what stands on the foot of each page. */
export interface PrintOrder {
  readonly browserPath: string;
  readonly url: string;
  readonly title: string;
}

/** The browser fills in the spans by their classes. */
function footer(title: string): string {
  return `<div style="width: 100%; margin: 0 10mm; font: 8px sans-serif; color: #5c6675; display: flex; justify-content: space-between">
  <span>${escapeHtml(title)}</span>
  <span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span>
</div>`;
}
