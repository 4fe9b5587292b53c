import { chosen, isEverything, sql } from '../sql.ts';
import { compared } from './cost-months.ts';
import { table, text, type PanelDraft } from './kit.ts';

/** The name of a sector as a shell takes it. */
const quoted = `'''' || replace(s.sector, '''', '''\\''''') || ''''`;

const everySector = isEverything('sector');

/** What to type for the chosen month. */
export function exportCommands(): PanelDraft {
  return table({
    key: 'export-commands',
    title: 'Take it with you: CSV, PDF, ledger',
    says: 'The commands that write the chosen month as files, ready to be copied: for every sector together, and for each chosen sector by itself (up to 5). They run wherever the product is installed. Every table of these tabs can also be downloaded as CSV from its menu.',
    definition: '14-statements',
    noData:
      'No month in the chosen time has a bill, so there is nothing to export: start a run with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
with ${compared}, month as (
  select to_char(month_start, 'YYYY-MM') as name, to_char(previous_month, 'YYYY-MM') as before, state from compared
), own as (
  select s.sector, ${quoted} as quoted from reporting.sector_name s where not ${everySector} and ${chosen('sector', 's.sector')} order by 1 limit 5
)
select what as "What", command as "Command", needs as "Needs"
from   month m
cross  join lateral (
  values (10, 'All statements as CSV, with summary and proof', 'npm run cli -- statements export ' || m.name || ' --format csv --out statements/', 'nothing'),
         (20, 'All statements as PDF', 'npm run cli -- statements export ' || m.name || ' --format pdf --out statements/', 'nothing'),
         (30, 'General ledger: journal of the month', 'npm run cli -- journal export ' || m.name || ' --out journal-' || m.name || '.csv',
          case when m.state in ('closed', 'restated') then 'sectors in charge mode "hard"' else 'the month to be closed first; sectors in charge mode "hard"' end),
         (40, 'FOCUS 1.2 rows', 'npm run cli -- focus export ' || m.name || ' --out focus-' || m.name || '.csv', 'nothing'),
         (50, 'Both months at today''s organization', 'npm run cli -- report --as-of today --from ' || m.before || ' --to ' || m.name, 'nothing')
  union  all
  select e.place, o.sector || ': ' || e.what, 'npm run cli -- statements ' || e.verb || ' ' || m.name || ' --sector ' || o.quoted || e.more, e.needs
  from   own o
  cross  join (values (1, 'on the screen', 'show', '', 'nothing'), (2, 'as CSV', 'export', ' --format csv --out statements/', 'nothing'),
                      (3, 'as PDF', 'export', ' --format pdf --out statements/', 'nothing'),
                      (4, 'accept', 'accept', '', 'the month to be in review'),
                      (5, 'dispute', 'dispute', ' --reason "…"', 'the month to be in review')) e (place, what, verb, more, needs)) c (place, what, command, needs)
order  by place < 10, case when place < 10 then what end, place`,
    rules: { What: { width: 290 }, Needs: { width: 290 } },
  });
}

/** What happens to a bill. */
export function howItGoes(): PanelDraft {
  return text({
    key: 'how-it-goes',
    title: 'What happens to a bill',
    says: 'The way of a month from usage to the ledger, and whose turn it is at each step.',
    definition: '13-periods-and-corrections',
    timeless: 'it is the same for every month',
    markdown: `1. **Open.** Every run builds the bill anew: direct cost by the owner of each day, shared services by their rules, buckets for the rest.
2. **In review.** Finance opens it (\`periods review\`). Sectors *accept* or *dispute* until the deadline; silence counts as acceptance.
3. **Closed.** Another person closes (\`periods close\`). Nothing changes a byte of it any more.
4. **Posted.** The journal goes to the ledger (\`journal export\`, \`journal post\`).
5. **Restated.** What comes later is booked in an open month as an *adjustment* that names the line it corrects.

A line's number leads to everything behind it: allocation, price, usage, and the answer of the source.`,
  });
}
