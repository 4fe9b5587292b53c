import {
  AnnotationQueryBuilder,
  CustomVariableBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type Dashboard,
  type Panel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { defaultTime, tabTag } from './house.ts';
import type { PanelDraft } from './panels/kit.ts';
import { header } from './panels/header.ts';
import { dataSource, PostgresQuery } from './postgres-query.ts';
import { dayShown, everything, sql } from './sql.ts';
import { pathOf, pathWithTime, tabs, timeOf, type TabId } from './tab-list.ts';

/** Panels side by side; widths add up to at most 24 columns. */
export interface Shelf {
  readonly height: number;
  readonly panels: readonly (readonly [panel: PanelDraft, width: number])[];
}

/** A heading with its shelves. */
export interface Section {
  readonly title: string;
  readonly shelves: readonly Shelf[];
}

/** One of the eight. */
export interface Tab {
  readonly id: TabId;
  /** Who asks what: the first sentence of the description. */
  readonly question: string;
  readonly sections: readonly Section[];
  /** Besides those that all tabs have. */
  readonly variables?: readonly Builder<VariableModel>[];
}

export const shelf = (height: number, ...panels: Shelf['panels']): Shelf => ({ height, panels });

/** The dashboard of a tab: the strip on top, then its sections; the same variables, links and annotations as on the others. */
export function buildTab({ id, question, sections, variables = [] }: Tab): Dashboard {
  const { uid, title } = tabs[id];
  const strip: Section = { title: '', shelves: [shelf(3, [header(), 24])] };
  const builder = dashboard({ uid, title, question, tag: tabTag })
    .time(timeOf(id))
    .links(linkBar(id))
    .variables([
      dataSourceVariable(),
      organization,
      calendar,
      filter('sector', 'Sector', 'select sector from reporting.sector_name order by sector'),
      filter(
        'application',
        'Application',
        'select application from reporting.application_name order by application',
      ),
      filter(
        'capability',
        'Capability',
        'select capability from reporting.capability_name order by capability',
      ),
      ...variables,
    ])
    .annotations(annotations());
  return { ...builder.build(), panels: place(uid, [strip, ...sections]) };
}

/** What any dashboard of ours starts from. */
export function dashboard(about: {
  readonly uid: string;
  readonly title: string;
  readonly question: string;
  readonly tag: string;
}): DashboardBuilder {
  return new DashboardBuilder(about.title)
    .uid(about.uid)
    .description(about.question)
    .tags([about.tag])
    .timezone('utc')
    .time(defaultTime)
    .refresh('')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly();
}

/** Gives every panel its place and an id that follows from its key. */
export function place(uid: string, sections: readonly Section[]): NonNullable<Dashboard['panels']> {
  const placed: NonNullable<Dashboard['panels']> = [];
  let y = 0;
  for (const { title, shelves } of sections) {
    if (title !== '') {
      placed.push(rowPanel(uid, title, y));
      y += 1;
    }
    for (const { height, panels } of shelves) {
      let x = 0;
      for (const [draft, width] of panels) {
        const panel: Panel = draft.build();
        placed.push({ ...panel, id: idOf(uid, draft.key), gridPos: { x, y, w: width, h: height } });
        x += width;
      }
      y += height;
    }
  }
  return placed;
}

function rowPanel(uid: string, title: string, y: number): NonNullable<Dashboard['panels']>[number] {
  return {
    type: 'row',
    title,
    collapsed: false,
    id: idOf(uid, `row ${title}`),
    gridPos: { x: 0, y, w: 24, h: 1 },
    panels: [],
  };
}

/** FNV-1a over the names, in the range of Grafana's ids; a test keeps them apart. */
export function idOf(uid: string, key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${uid}/${key}`)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash % 2_000_000_000) + 1;
}

function linkBar(current: TabId): DashboardLinkBuilder[] {
  return (Object.keys(tabs) as TabId[]).map((id) => {
    const isSameTime = timeOf(id) === timeOf(current);
    return new DashboardLinkBuilder(tabs[id].title)
      .type(DashboardLinkType.Link)
      .url(isSameTime ? pathOf(id) : pathWithTime(id))
      .tooltip(id === current ? 'You are here' : '')
      .icon('dashboard')
      .keepTime(isSameTime)
      .includeVars(true);
  });
}

export function dataSourceVariable(): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder('datasource').label('Data source').type(dataSource.type);
}

const organization = new CustomVariableBuilder('organization')
  .label('Organization')
  .description('Sectors as they were charged, or the same cost at the organization of today.')
  .values('As charged : charged,Today : today')
  .options([
    { text: 'As charged', value: 'charged', selected: true },
    { text: 'Today', value: 'today', selected: false },
  ])
  .current({ text: 'As charged', value: 'charged' });

const calendar = new CustomVariableBuilder('calendar')
  .label('Calendar')
  .description('Names of months: of the calendar year, or of the fiscal year.')
  .values('Calendar : calendar,Fiscal : fiscal')
  .options([
    { text: 'Calendar', value: 'calendar', selected: true },
    { text: 'Fiscal', value: 'fiscal', selected: false },
  ])
  .current({ text: 'Calendar', value: 'calendar' });

/** Several names, or all of them. */
export function filter(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(dataSource)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.Disabled)
    .multi(true)
    .includeAll(true)
    .allValue(everything)
    .current({ text: ['All'], value: ['$__all'] });
}

const kinds = [
  ['Price changes', 'price', 'purple'],
  ['Reorganizations', 'reorganization', 'blue'],
  ['Closes', 'close', 'green'],
  ['Failed runs', 'failed-run', 'red'],
] as const;

function annotations(): AnnotationQueryBuilder[] {
  return kinds.map(([name, kind, color]) =>
    new AnnotationQueryBuilder()
      .name(name)
      .datasource(dataSource)
      .enable(true)
      .iconColor(color)
      .target(
        new PostgresQuery(sql`
select extract(epoch from day) as time, says as text, kind as tags
from   reporting.event
where  kind = '${kind}' and ${dayShown()}
order  by day`),
      ),
  );
}
