import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addMonths, monthOf } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';

const dashboards = fileURLToPath(new URL('../../dashboards/', import.meta.url));

/** Folders that Grafana reads. */
export interface Rendered {
  /** Its `paths.provisioning`. */
  readonly provisioning: string;
  /** What the provisioning calls APPD_DASHBOARDS. */
  readonly dashboards: string;
  /** Its `server.static_root_path`: its own pages, and ours that panels link to. */
  readonly pages: string;
}

/** Writes what Grafana reads into `folder`, anew with each start: dashboards that open on the demo's days, which are long past. */
export function render(
  folder: string,
  home: string,
  days: { readonly first: Day; readonly last: Day },
): Rendered {
  const rendered = {
    provisioning: join(folder, 'provisioning'),
    dashboards: join(folder, 'dashboards'),
    pages: join(folder, 'public'),
  };
  for (const old of Object.values(rendered)) rmSync(old, { recursive: true, force: true });
  copyProvisioning(rendered.provisioning);
  copyDashboards(rendered.dashboards, days);
  linkPages(rendered.pages, join(home, 'public'));
  return rendered;
}

function copyProvisioning(target: string): void {
  cpSync(join(dashboards, 'provisioning'), target, { recursive: true });
  cpSync(join(dashboards, 'generated', 'provisioning', 'alerting'), join(target, 'alerting'), {
    recursive: true,
  });
  mkdirSync(join(target, 'plugins'), { recursive: true });
}

/** The last thirteen months of the data, as far as there are so many. The board of operations shows the present. */
function copyDashboards(target: string, { first, last }: { readonly first: Day; readonly last: Day }): void {
  const yearBefore = addMonths(monthOf(last), -12);
  const time = {
    from: `${yearBefore > first ? yearBefore : first}T00:00:00.000Z`,
    to: `${last}T23:59:59.999Z`,
  };
  cpSync(join(dashboards, 'generated', 'operations'), join(target, 'operations'), { recursive: true });
  mkdirSync(join(target, 'tabs'), { recursive: true });
  const tabs = join(dashboards, 'generated', 'tabs');
  for (const name of readdirSync(tabs)) {
    const board = JSON.parse(readFileSync(join(tabs, name), 'utf8')) as object;
    writeFileSync(join(target, 'tabs', name), JSON.stringify({ ...board, time }));
  }
}

/** Grafana serves one folder; its own may not be writable, so ours holds links to all that is in it. */
function linkPages(target: string, own: string): void {
  cpSync(join(dashboards, 'generated', 'pages'), join(target, 'appd-licensing'), { recursive: true });
  if (!existsSync(own)) return;
  for (const entry of readdirSync(own, { withFileTypes: true })) {
    const [from, to] = [join(own, entry.name), join(target, entry.name)];
    // Windows lets everybody link folders, files not.
    if (entry.isDirectory()) symlinkSync(from, to, 'junction');
    else cpSync(from, to, { dereference: true });
  }
}
