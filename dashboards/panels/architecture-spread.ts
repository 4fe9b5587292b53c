import { labelOf, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import {
  lowerBound,
  noUse,
  perThirtyDays,
  quartilesOf,
  upperBound,
  type Measure,
} from './architecture-cost.ts';
import { bars, table, type FieldRule, type PanelDraft } from './kit.ts';

const keyOf = (measure: Measure): string => measure.toLowerCase().replaceAll(' ', '-');

/** Nothing is drawn of it: it only lifts the rest of the stack. */
const unseen: FieldRule = {
  color: 'invisible',
  more: [
    { id: 'custom.fillOpacity', value: 0 },
    { id: 'custom.lineWidth', value: 0 },
    { id: 'custom.hideFrom', value: { legend: true, tooltip: true, viz: false } },
  ],
};
const whisker: FieldRule = { color: 'quiet', more: [{ id: 'custom.fillOpacity', value: 35 }] };

/** Box and whiskers, lying. */
export function box(measure: Measure): PanelDraft {
  return bars({
    key: `box-${keyOf(measure)}`,
    title: `${measure}: distribution`,
    says: `How the applications of a pattern spread, dearest median first. From left to right: a gray whisker from the lowest application to the first quartile, a box to the median, a box to the third quartile, a gray whisker to the highest application; lengths are differences. Applications far outside are listed as outliers and not drawn. ${perThirtyDays}`,
    definition: 'distribution-and-outliers',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    x: 'Pattern',
    horizontal: true,
    stacked: true,
    sql: sql`
with ${quartilesOf(measure)}, spread as (
  select q.pattern, q1, median, q3, least(q1, min(amount) filter (where amount >= ${lowerBound})) as low,
         greatest(q3, max(amount) filter (where amount <= ${upperBound})) as high
  from   quartiles q
  join   measured using (pattern)
  group  by 1, 2, 3, 4
)
select pattern as "Pattern", low as "Up to the lowest", q1 - low as "Lowest to first quartile", median - q1 as "First quartile to median",
       q3 - median as "Median to third quartile", high - q3 as "Third quartile to highest"
from   spread
order  by median desc, 1`,
    rules: {
      'Up to the lowest': unseen,
      'Lowest to first quartile': whisker,
      'First quartile to median': { color: 'actual' },
      'Median to third quartile': { color: 'forecast' },
      'Third quartile to highest': whisker,
    },
  });
}

const amounts = ['Lowest', '1st quartile', 'Median', '3rd quartile', 'Highest'];
const wholeDollars: Readonly<Record<Measure, boolean>> = {
  'Cost per node': false,
  'Cost per application': true,
};

/** The numbers of the box, outliers included. */
export function boxNumbers(measure: Measure): PanelDraft {
  return table({
    key: `box-numbers-${keyOf(measure)}`,
    title: `${measure}: quartiles`,
    says: `The numbers of the picture beside it: lowest, quartiles and highest of the applications of a pattern, outliers included. ${perThirtyDays}`,
    definition: 'distribution-and-outliers',
    basis: 'direct',
    noData: noUse,
    unit: 'money',
    sql: sql`
with ${quartilesOf(measure)}
select pattern as "Pattern", applications as "Applications", lowest as "Lowest", q1 as "1st quartile", median as "Median", q3 as "3rd quartile",
       highest as "Highest"
from   quartiles
order  by median desc, 1`,
    rules: {
      Applications: { unit: 'count' },
      ...Object.fromEntries(amounts.map((column) => [column, { decimals: wholeDollars[measure] ? 0 : 2 }])),
    },
  });
}

/** Applications that cost far more, or far less, than others of their pattern. */
export function outliers(): PanelDraft {
  return table({
    key: 'outliers',
    title: 'Outliers',
    says: `Applications that lie more than 1.5 boxes beyond the box of their pattern, farthest above the median first: look there for oversized agents, wrong tiers or a wrong pattern. Boxes are made of the chosen applications that you may see; patterns with at least 5 of them. ${perThirtyDays}`,
    definition: 'distribution-and-outliers',
    basis: 'direct',
    noData: 'No application lies far outside of its pattern in the chosen time.',
    unit: 'money',
    sql: sql`
with ${quartilesOf('Cost per node', 'Cost per application')}
select a.label as "Application", m.sector_today as "Sector today", m.pattern as "Pattern", m.measure as "Measure", m.amount as "Amount", b.median as "Median of pattern",
       case when m.amount > b.median then ${upperBound} else ${lowerBound} end as "Bound", m.amount / nullif(b.median, 0) as "Times the median", m.cost as "Cost"
from   measured m
join   quartiles b on b.measure = m.measure and b.pattern = m.pattern and b.applications >= 5
${labelOf('application', 'a', 'm.app_id')}
where  m.amount > ${upperBound} or m.amount < ${lowerBound}
order  by 8 desc nulls last, 1, 4
limit  200`,
    rules: {
      Application: {
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
        width: 240,
      },
      'Times the median': {
        unit: 'units',
        decimals: 1,
        steps: [
          [null, 'actual'],
          [1, 'warning'],
          [3, 'bad'],
        ],
        paint: true,
      },
    },
  });
}
