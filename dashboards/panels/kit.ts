import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DynamicConfigValue,
  type Panel,
  type Threshold,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import {
  colors,
  decimals,
  definitionsPage,
  states,
  steps as houseSteps,
  units,
  type Meaning,
  type Steps,
  type Unit,
} from '../house.ts';
import { dataSource, PostgresQuery, type Format } from '../postgres-query.ts';

/** What every panel says of itself, whatever picture it draws. */
export interface Words {
  /** Names the panel inside its tab: its id follows from it, so links and alerts survive a new title. */
  readonly key: string;
  readonly title: string;
  /** What it shows and how to read it, in a sentence or two. */
  readonly says: string;
  /** The heading of docs/methodology.md that defines the figure, as its anchor, e.g. `2-prices`. */
  readonly definition: string;
  /** Why it does not follow the chosen time; leave it out when the query does. */
  readonly timeless?: string;
  /** For money: before allocation, what allocation moved, or the bill; the title says it. */
  readonly basis?: 'direct' | 'allocated' | 'total';
  /** Why there may be nothing to see, and whose turn it is. */
  readonly noData: string;
}

/** A panel that asks the database. */
export interface Figure extends Words {
  readonly sql: string;
  readonly unit: Unit;
}

/** A panel before it has a place. */
export interface PanelDraft {
  readonly key: string;
  build(): Panel;
}

/** Which fields a rule is for, and what it sets: Grafana's field overrides in short. */
export interface FieldRule {
  readonly unit?: Unit;
  readonly decimals?: number;
  readonly color?: Meaning;
  /** Where a click on the value leads; made by `drill`. */
  readonly link?: { readonly title: string; readonly url: string };
  readonly steps?: Steps;
  /** Paint the cell by its steps or states. */
  readonly paint?: boolean;
  /** A table column's width in pixels. */
  readonly width?: number;
  readonly hidden?: boolean;
  readonly name?: string;
  /** Anything else, in Grafana's own words. */
  readonly more?: readonly DynamicConfigValue[];
}
/** By the name of the field, or by a pattern between slashes where the data names the fields: `/ entitled$/`. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** What all builders of the SDK's panels have in common. */
interface AnyBuilder extends Builder<Panel> {
  title(title: string): this;
  description(description: string): this;
  datasource(ref: { type: string; uid: string }): this;
  withTarget(target: PostgresQuery): this;
  links(links: DashboardLinkBuilder[]): this;
  unit(unit: string): this;
  decimals(decimals: number): this;
  noValue(text: string): this;
  thresholds(thresholds: ThresholdsConfigBuilder): this;
  mappings(mappings: ValueMapping[]): this;
  colorScheme(color: FieldColorBuilder): this;
  overrideByName(name: string, properties: DynamicConfigValue[]): this;
  overrideByRegexp(regexp: string, properties: DynamicConfigValue[]): this;
}

function describe<B extends AnyBuilder>(builder: B, words: Words): B {
  const timeless = words.timeless && `Independent of the chosen time: ${words.timeless}.`;
  return builder
    .title(words.basis === undefined ? words.title : `${words.title} · ${words.basis}`)
    .description([words.says, timeless].filter(Boolean).join(' '))
    .links([
      new DashboardLinkBuilder('How this is defined')
        .type(DashboardLinkType.Link)
        .url(`${definitionsPage}#${words.definition}`)
        .targetBlank(true),
    ])
    .noValue(words.noData);
}

function ask<B extends AnyBuilder>(builder: B, figure: Figure, format: Format, rules: FieldRules = {}): B {
  describe(builder, figure)
    .datasource(dataSource)
    .withTarget(new PostgresQuery(figure.sql, { format }))
    .unit(units[figure.unit])
    .mappings(stateMappings());
  const digits = decimals[figure.unit];
  if (digits !== undefined) builder.decimals(digits);
  for (const [field, rule] of Object.entries(rules))
    if (/^\/.*\/$/.test(field)) builder.overrideByRegexp(field, propertiesOf(rule));
    else builder.overrideByName(field, propertiesOf(rule));
  return builder;
}

function propertiesOf(rule: FieldRule): DynamicConfigValue[] {
  const digits = rule.decimals ?? (rule.unit && decimals[rule.unit]);
  const link = rule.link && { ...rule.link, targetBlank: false };
  return [
    ...(rule.name === undefined ? [] : [{ id: 'displayName', value: rule.name }]),
    ...(rule.unit === undefined ? [] : [{ id: 'unit', value: units[rule.unit] }]),
    ...(digits === undefined ? [] : [{ id: 'decimals', value: digits }]),
    ...(rule.color === undefined
      ? []
      : [{ id: 'color', value: { mode: 'fixed', fixedColor: colors[rule.color] } }]),
    ...(rule.steps === undefined
      ? []
      : [
          { id: 'thresholds', value: { mode: 'absolute', steps: thresholdsOf(rule.steps) } },
          { id: 'color', value: { mode: 'thresholds' } },
        ]),
    ...(rule.paint === true ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ...(rule.width === undefined ? [] : [{ id: 'custom.width', value: rule.width }]),
    ...(rule.hidden === true ? [{ id: 'custom.hidden', value: true }] : []),
    ...(link === undefined ? [] : [{ id: 'links', value: [link] }]),
    ...(rule.more ?? []),
  ];
}

function thresholdsOf(steps: Steps): Threshold[] {
  return steps.map(([value, meaning]) => ({ value, color: colors[meaning] }));
}

export const absolute = (steps: Steps): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholdsOf(steps));
export const colored = (mode: FieldColorModeId): FieldColorBuilder => new FieldColorBuilder().mode(mode);

function stateMappings(): ValueMapping[] {
  const options = Object.fromEntries(
    Object.entries(states).map(([word, meaning], index) => [
      word,
      { text: word.replaceAll('_', ' '), color: colors[meaning], index },
    ]),
  );
  return [{ type: 'value', options } as unknown as ValueMapping];
}

export const bottomLegend = (calcs: string[] = []): VizLegendOptionsBuilder =>
  new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(calcs);
export const allInTooltip = (): VizTooltipOptionsBuilder =>
  new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);

/** A figure, or several side by side: one row, every column a tile. */
export function stat(
  figure: Figure & { readonly steps?: Steps; readonly rules?: FieldRules; readonly textOnly?: boolean },
): PanelDraft {
  const builder = ask(new Stat(), figure, 'table', figure.rules)
    .thresholds(absolute(figure.steps ?? houseSteps.none))
    .colorScheme(colored(FieldColorModeId.Thresholds))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(figure.rules === undefined ? BigValueTextMode.Value : BigValueTextMode.ValueAndName)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('/.*/').values(false));
  return draft(figure.key, builder);
}

/** Grafana writes the words for no data into every empty cell, too; there a dash says enough. */
const cellsWithoutWords = (builder: Table): Table =>
  builder.overrideByRegexp('/.*/', [{ id: 'noValue', value: '–' }]);

/** Rows with links; columns are named in SQL as they shall read. `sort`: column and direction. */
export function table(
  figure: Figure & {
    readonly rules?: FieldRules;
    readonly steps?: Steps;
  },
): PanelDraft {
  const builder = ask(cellsWithoutWords(new Table()), figure, 'table', figure.rules)
    .thresholds(absolute(figure.steps ?? houseSteps.none))
    .colorScheme(colored(FieldColorModeId.Thresholds))
    .filterable(true)
    .showHeader(true);
  return draft(figure.key, builder);
}

/** Lines, areas or bars over time. The query answers with `time`, numbers, and perhaps `metric`. */
export function timeSeries(
  figure: Figure & {
    readonly rules?: FieldRules;
    readonly steps?: Steps;
    readonly stacked?: boolean;
    /** Percent of opacity below the line; 0 draws a line alone. */
    readonly fill?: number;
    readonly axis?: string;
  },
): PanelDraft {
  const builder = ask(new TimeSeries(), figure, 'time_series', figure.rules)
    .thresholds(absolute(figure.steps ?? houseSteps.none))
    .colorScheme(colored(FieldColorModeId.PaletteClassic))
    .lineWidth(2)
    .fillOpacity(figure.fill ?? (figure.stacked === true ? 60 : 0))
    .showPoints(VisibilityMode.Auto)
    .spanNulls(false)
    .axisSoftMin(0)
    .legend(bottomLegend())
    .tooltip(allInTooltip());
  if (figure.stacked === true)
    builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (figure.axis !== undefined) builder.axisLabel(figure.axis);
  return draft(figure.key, builder);
}

/** Bars per name: the first text column names the bar, each number is a series. A series in color `invisible` lifts the next. */
export function bars(
  figure: Figure & {
    readonly x: string;
    readonly rules?: FieldRules;
    readonly steps?: Steps;
    readonly stacked?: boolean;
    readonly horizontal?: boolean;
    readonly showValues?: boolean;
  },
): PanelDraft {
  const builder = ask(new BarChart(), figure, 'table', figure.rules)
    .thresholds(absolute(figure.steps ?? houseSteps.none))
    .colorScheme(colored(FieldColorModeId.PaletteClassic))
    .xField(figure.x)
    .orientation(figure.horizontal === true ? VizOrientation.Horizontal : VizOrientation.Vertical)
    .stacking(figure.stacked === true ? StackingMode.Normal : StackingMode.None)
    .showValue(figure.showValues === true ? VisibilityMode.Always : VisibilityMode.Never)
    .fillOpacity(80)
    .xTickLabelMaxLength(28)
    .legend(bottomLegend())
    .tooltip(allInTooltip());
  return draft(figure.key, builder);
}

/** States over time: a row per series, a color per word. The query answers with `time` and one text column per series. */
export function stateTimeline(figure: Figure & { readonly rules?: FieldRules }): PanelDraft {
  const builder = ask(new StateTimeline(), figure, 'table', figure.rules)
    .thresholds(absolute(houseSteps.none))
    .colorScheme(colored(FieldColorModeId.Thresholds))
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .rowHeight(0.85)
    .legend(bottomLegend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single));
  return draft(figure.key, builder);
}

/** Words in Markdown: what a reader can do next, or why there is nothing to see. */
export function text(words: Omit<Words, 'noData'> & { readonly markdown: string }): PanelDraft {
  const builder = describe(new Text(), { ...words, noData: '' })
    .mode(TextMode.Markdown)
    .content(words.markdown);
  return draft(words.key, builder);
}

function draft(key: string, builder: AnyBuilder): PanelDraft {
  return { key, build: () => builder.build() };
}
