import { defaultTime, forecastTime } from './house.ts';

/** The eight tabs in their order. The uid is what links and bookmarks hold: it never changes. */
export const tabs = {
  executive: { uid: 'appd-executive', title: '1 Executive Overview' },
  usage: { uid: 'appd-usage', title: '2 Usage by License Type' },
  cost: { uid: 'appd-cost', title: '3 Cost Analytics' },
  peak: { uid: 'appd-peak-pro', title: '4 Peak vs Pro Analysis' },
  architecture: { uid: 'appd-architecture', title: '5 Architecture Efficiency' },
  forecast: { uid: 'appd-forecast', title: '6 Trends & Forecasts' },
  chargeback: { uid: 'appd-chargeback', title: '7 Chargeback & Allocation' },
  admin: { uid: 'appd-admin', title: '8 Admin Panel' },
} as const;

export type TabId = keyof typeof tabs;

/** `/d/<uid>/<slug>`, the slug as Grafana makes it of the title. */
export function pathOf(tab: TabId): string {
  const { uid, title } = tabs[tab];
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `/d/${uid}/${slug}`;
}

/** The time that a tab opens with. */
export const timeOf = (tab: TabId): typeof defaultTime | typeof forecastTime =>
  tab === 'forecast' ? forecastTime : defaultTime;

/** A tab with its own time, for links between tabs that do not look at the same one. */
export function pathWithTime(tab: TabId): string {
  const { from, to } = timeOf(tab);
  return `${pathOf(tab)}?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
}

const keptTime = '${__url_time_range}';
const kept = '${datasource:queryparam}&${organization:queryparam}&${calendar:queryparam}';
const filters = ['sector', 'application', 'capability'] as const;
const keptFilter = (filter: (typeof filters)[number]): string => `\${${filter}:queryparam}`;

/**
 * A link from a row or a point to another tab: keeps time, switches and filters, and narrows those filters that it names to the
 * value of a field, e.g. `drill('cost', { sector: 'Sector' })`. A link that enters or leaves the tab of forecasts sets the time of where
 * it leads: half of a tab would be future and empty otherwise, or the forecast out of sight.
 */
export function drill(
  tab: TabId,
  narrow: Partial<Record<(typeof filters)[number], string>> = {},
  from?: TabId,
): string {
  const chosen = filters.map((filter) => {
    const field = narrow[filter];
    return field === undefined
      ? keptFilter(filter)
      : `var-${filter}=\${__data.fields["${field}"]:percentencode}`;
  });
  const start = tab === 'forecast' || from === 'forecast' ? pathWithTime(tab) : `${pathOf(tab)}?${keptTime}`;
  return [start, kept, ...chosen].join('&');
}

/** A link from a charged line, whose number stands in a field, to everything that it is made of. */
export function lineageOf(field: string): string {
  const line = `var-line=\${__data.fields["${field}"]:percentencode}`;
  return [`${pathOf('admin')}?${keptTime}`, kept, ...filters.map(keptFilter), line].join('&');
}
