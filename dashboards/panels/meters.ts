import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorModeId, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import {
  colors,
  decimals,
  steps as houseSteps,
  units,
  type Meaning,
  type Steps,
  type Unit,
} from '../house.ts';
import { prometheus, prometheusQuery, type Question } from '../prometheus-query.ts';
import { absolute, allInTooltip, bottomLegend, colored, type PanelDraft } from './kit.ts';

/** A picture of what Prometheus knows. */
export interface Meter {
  /** Names the panel inside its board: its id follows from it. */
  readonly key: string;
  readonly title: string;
  /** What it shows, how to read it, and what to do when it looks wrong. */
  readonly says: string;
  /** Why there may be nothing to see, and whose turn it is. */
  readonly noData: string;
  readonly unit: Unit;
  readonly questions: readonly Question[];
  readonly steps?: Steps;
}

/** Values of the present moment side by side, each with its name. `words` replaces numbers. */
export function tiles(
  meter: Meter & { readonly words?: Readonly<Record<number, { says: string; meaning: Meaning }>> },
): PanelDraft {
  const builder = describe(new Stat(), meter)
    .thresholds(absolute(meter.steps ?? houseSteps.none))
    .colorScheme(colored(FieldColorModeId.Thresholds))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(
      meter.questions.some(({ name }) => name !== '')
        ? BigValueTextMode.ValueAndName
        : BigValueTextMode.Value,
    )
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false));
  if (meter.words) builder.mappings([mapping(meter.words)]);
  meter.questions.forEach((question, index) =>
    builder.withTarget(prometheusQuery(question, { refId: refId(index), now: true })),
  );
  return { key: meter.key, build: () => builder.build() };
}

/** Lines over time. `events`: bars instead, one for each step of at least this length. */
export function lines(
  meter: Meter & {
    readonly stacked?: boolean;
    readonly events?: string;
    readonly colors?: Readonly<Record<string, Meaning>>;
  },
): PanelDraft {
  const isBars = meter.events !== undefined;
  const builder = describe(new TimeSeries(), meter)
    .thresholds(absolute(meter.steps ?? houseSteps.none))
    .colorScheme(colored(FieldColorModeId.PaletteClassic))
    .drawStyle(isBars ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineWidth(isBars ? 0 : 2)
    .fillOpacity(isBars ? 80 : meter.stacked === true ? 60 : 0)
    .showPoints(isBars ? VisibilityMode.Never : VisibilityMode.Auto)
    .spanNulls(false)
    .axisSoftMin(0)
    .legend(bottomLegend())
    .tooltip(allInTooltip());
  if (meter.stacked === true)
    builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  for (const [name, meaning] of Object.entries(meter.colors ?? {}))
    builder.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor: colors[meaning] } }]);
  meter.questions.forEach((question, index) =>
    builder.withTarget(prometheusQuery(question, { refId: refId(index), step: meter.events })),
  );
  return { key: meter.key, build: () => builder.build() };
}

function describe<B extends Stat | TimeSeries>(builder: B, meter: Meter): B {
  builder
    .title(meter.title)
    .description(meter.says)
    .datasource(prometheus)
    .unit(units[meter.unit])
    .noValue(meter.noData);
  const digits = decimals[meter.unit];
  if (digits !== undefined) builder.decimals(digits);
  return builder;
}

function mapping(words: Readonly<Record<number, { says: string; meaning: Meaning }>>): ValueMapping {
  const options = Object.fromEntries(
    Object.entries(words).map(([value, { says, meaning }], index) => [
      value,
      { text: says, color: colors[meaning], index },
    ]),
  );
  return { type: 'value', options } as unknown as ValueMapping;
}

const refId = (index: number): string => String.fromCharCode(65 + index);
