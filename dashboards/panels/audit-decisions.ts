import { applicationNamed, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { table, text, type FieldRules, type PanelDraft } from './kit.ts';

const said = { more: [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] };
const command = { ...said, width: 330 };
const byReview =
  'Grafana cannot write: copy the command, replace the reason, and run it; the next run acts on it.';

/** Pairs that a person must decide on, the dearest first. */
export function reviews(): PanelDraft {
  return table({
    key: 'reviews',
    title: 'Matches to decide',
    says: `Applications that the matcher did not link alone, the fifty dearest first ("review list" shows all): the service it proposes with its score (0 to 100), the other candidates, why it asks, since when (at most ninety days are counted), and what the application costs this month while no sector pays it. ${byReview}`,
    definition: '33-who-decides',
    timeless: 'it tells what waits now',
    basis: 'direct',
    noData: 'Nothing waits for a decision, or nothing of the chosen applications does.',
    unit: 'text',
    sql: sql`
select review_id as "Review", application as "Application", service as "Proposed service", score as "Score", cost as "Cost this month",
       candidates as "Candidates", reason as "Why it asks", to_char(waits_since, 'YYYY-MM-DD') as "Since",
       'npm run cli -- review approve ' || review_id || ' --reason "confirmed by the owner"' as "To approve",
       'npm run cli -- review reject ' || review_id || ' --reason "another product of the same name"' as "To reject"
from   reporting.review
where  status = 'open' and ${applicationNamed()}
order  by cost desc nulls last, score desc, review_id
limit  50`,
    rules: {
      Review: { width: 70 },
      Application: {
        width: 190,
        link: { title: 'Its cost', url: drill('cost', { application: 'Application' }) },
      },
      'Proposed service': { width: 190 },
      Score: { unit: 'units', decimals: 2, width: 80 },
      'Cost this month': { unit: 'money', width: 130 },
      Candidates: { ...said, width: 300 },
      'Why it asks': { ...said, width: 300 },
      Since: { width: 100 },
      'To approve': command,
      'To reject': command,
    },
  });
}

/** Reviews that people decided. */
export function decidedReviews(): PanelDraft {
  return table({
    key: 'decided-reviews',
    title: 'Matches that were decided',
    says: 'What people decided of proposed matches, the newest first, and why. "obsolete" means that the matcher no longer asks.',
    definition: '33-who-decides',
    timeless: 'it tells all decisions',
    noData: 'Nobody has decided a match yet.',
    unit: 'text',
    sql: sql`
select review_id as "Review", application as "Application", service as "Service", score as "Score", status as "Decision",
       decided_by as "By", decided_at as "When", decision_reason as "Why"
from   reporting.review
where  status <> 'open' and ${applicationNamed()}
order  by decided_at desc nulls last, review_id desc
limit  200`,
    rules: {
      ...decisionRules,
      Score: { unit: 'units', decimals: 2, width: 80 },
      Decision: { paint: true, width: 100 },
    },
  });
}

/** Decisions that stand above the matcher. */
export function overrides(): PanelDraft {
  return table({
    key: 'overrides',
    title: 'Overrides of the matcher',
    says: `Links that people set whatever the names say, and applications that belong to no service, those in force first. ${byReview}`,
    definition: '33-who-decides',
    timeless: 'it tells all overrides',
    noData: 'Nobody has overridden the matcher: "npm run cli -- review override" does.',
    unit: 'text',
    sql: sql`
select override_id as "Override", application as "Application", service as "Service", case when is_active then 'in force' else 'withdrawn' end as "State",
       created_by as "By", created_at as "When", reason as "Why",
       case when is_active then 'npm run cli -- review override "' || replace(application, '"', '\"') || '" --withdraw' end as "To withdraw"
from   reporting.mapping_override
where  ${applicationNamed()}
order  by is_active desc, created_at desc
limit  200`,
    rules: { ...decisionRules, Override: { width: 80 }, State: { width: 90 }, 'To withdraw': command },
  });
}

/** Changes of prices, rules and other configuration. */
export function configChanges(): PanelDraft {
  return table({
    key: 'config-changes',
    title: 'Changes of prices, rules and other configuration',
    says: 'Who changed what, from what to what, and why, the newest two hundred first; the database writes it itself, and nothing of it can be changed. "Proven" tells whether a token or a role proved the name. "npm run cli -- audit list" asks for older ones and for other tables.',
    definition: 'changes-of-configuration',
    timeless: 'it tells the newest changes',
    noData: 'Nothing was configured yet, or you see single sectors only.',
    unit: 'text',
    sql: sql`
select happened_at as "When", topic as "What", subject as "Which", operation as "Operation", before as "Before", after as "After",
       actor as "By", case when is_proven then 'proven' else 'a name' end as "Proven", reason as "Why", source as "Program"
from   reporting.config_change
order  by happened_at desc, audit_id desc
limit  200`,
    rules: {
      When: { unit: 'time', width: 170 },
      What: { width: 100 },
      Which: { width: 200 },
      Operation: { width: 90 },
      Before: { ...said, width: 320 },
      After: { ...said, width: 320 },
      By: { width: 120 },
      Proven: { width: 80 },
      Why: { ...said, width: 220 },
    },
  });
}

/** The commands that decide. */
export function howToDecide(): PanelDraft {
  return text({
    key: 'how-to-decide',
    title: 'How to decide',
    says: 'The commands that write. They ask who acts, keep the reason, and are refused to whoever may not.',
    definition: '33-who-decides',
    timeless: 'it tells how to act',
    markdown: `Grafana only reads. These commands write; each takes \`--reason\`, and in production proves who acts:

| To | Command |
| --- | --- |
| link an application to a service, whatever the names say | \`npm run cli -- review override "WMS" --service "Warehouse Management System" --reason "..."\` |
| say that it belongs to no service | \`npm run cli -- review override "jmeter-loadtest" --none --reason "..."\` |
| approve a rule or a contract | \`npm run cli -- rules approve NAME\`, \`npm run cli -- contracts approve NAME\` |
| change a price | \`npm run cli -- prices preview FILE\`, then \`prices import FILE --reason "..."\` |
| see more changes | \`npm run cli -- audit list --entity price --since 2025-07-01\` |`,
  });
}

const decisionRules: FieldRules = {
  Review: { width: 70 },
  Application: { width: 200 },
  Service: { width: 200 },
  By: { width: 120 },
  When: { unit: 'time', width: 170 },
  Why: said,
};
