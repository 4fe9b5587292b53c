import { allRules } from '../alerts/all-rules.ts';
import { runbookPage } from '../alerts/render-rule.ts';
import { runbookAnchor, type AlertRule, type WarehouseFigure } from '../alerts/rule.ts';
import { sql } from '../sql.ts';
import { table, type PanelDraft } from './kit.ts';

type WarehouseRule = AlertRule & { readonly figure: WarehouseFigure };

const comparison = { above: '>', below: '<', 'at least': '>=', 'at most': '<=' } as const;

const quoted = (words: string): string => `'${words.replaceAll("'", "''")}'`;

/** What the panel says of a rule, beside its view and the subject of it that the rule watches; null is every subject. */
function described(rule: WarehouseRule): string {
  const { title, figure, alarm, unit, severity, owner } = rule;
  const words = [
    figure.view,
    title,
    severity,
    owner,
    `${alarm.is} ${alarm.limit} ${unit}`,
    comparison[alarm.is],
    runbookAnchor(rule),
  ];
  const subject = figure.subject === undefined ? 'null' : quoted(figure.subject);
  return `(${words.map(quoted).join(', ')}, ${alarm.limit}::numeric, ${subject})`;
}

const warehouseRules = allRules.filter((rule): rule is WarehouseRule => 'view' in rule.figure);
const views = [...new Set(warehouseRules.map(({ figure }) => figure.view))];

/** Every figure that an alert watches, beside its limit. */
export function alerts(): PanelDraft {
  return table({
    key: 'alerts',
    title: 'What alerts watch',
    says: 'Every figure of the warehouse that an alert rule watches, those beyond their limit first. A rule fires when that lasts for its time. Ages of data, prices and connections are measured by the real clock, not against the logical date, or nobody would hear of a pipeline that stands still. Disk space is watched in Prometheus: see the board "Worker and Servers".',
    definition: 'figures-that-alerts-watch',
    timeless: 'it tells what alerts see now',
    noData: 'You see single sectors only: an administrator sees what alerts watch.',
    unit: 'text',
    sql: sql`
with rules (view, rule, severity, owner, alarm, comparison, anchor, alarm_limit, only_subject) as (
  values ${warehouseRules.map(described).join(',\n         ')}
), figures as (
  ${views.map((view) => `select ${quoted(view)} as view, subject, value::numeric, detail from reporting.${view}`).join('\n  union all ')}
), measured as (
  select r.*, f.subject, f.value, f.detail,
         case r.comparison when '>' then f.value > r.alarm_limit when '<' then f.value < r.alarm_limit
                           when '>=' then f.value >= r.alarm_limit else f.value <= r.alarm_limit end as is_alarm
  from   rules r
  join   figures f on f.view = r.view and f.subject = coalesce(r.only_subject, f.subject)
)
select rule as "Alert", case when is_alarm then 'alarm' else 'fine' end as "State", subject as "Of", value as "Value", alarm as "Alarm", detail as "Detail",
       severity as "Severity", owner as "Owner", anchor as "Runbook"
from   measured
order  by is_alarm desc, severity, rule, subject`,
    rules: {
      Alert: { width: 320 },
      State: { width: 90, paint: true },
      Value: { unit: 'units', decimals: 2, width: 110 },
      Alarm: { width: 160 },
      Severity: { width: 90 },
      Owner: { width: 100 },
      Runbook: {
        width: 200,
        link: { title: 'What to do', url: `${runbookPage}#\${__data.fields["Runbook"]:percentencode}` },
      },
    },
  });
}

/** Days until each price in use ends. */
export function priceEnds(): PanelDraft {
  return table({
    key: 'price-ends',
    title: 'Prices that end',
    says: 'Days from today to the first day without a price, for every capability and tier that was used in the last thirty days of data, the next to end first. 366 stands for a year or more, or for no end. An alert comes at sixty days.',
    definition: 'figures-that-alerts-watch',
    timeless: 'it counts from today',
    noData: 'Nothing with a price was used yet, or you see single sectors only.',
    unit: 'text',
    sql: sql`
select subject as "Price", value as "Days left", detail as "Ends"
from   reporting.alert_price_end
order  by value, subject`,
    rules: {
      'Days left': {
        unit: 'count',
        paint: true,
        steps: [
          [null, 'bad'],
          [61, 'warning'],
          [120, 'good'],
        ],
      },
    },
  });
}
