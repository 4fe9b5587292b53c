/** What columns of the same name mean everywhere; a `///` at the column says more where it must. */
const usual: Readonly<Record<string, string>> = {
  app_id: 'Application, as registered in applications_dim.',
  architecture_id: 'Architecture pattern.',
  capability_id: 'License type.',
  cost_center: 'Cost center of the CMDB.',
  created_at: 'When the row was written.',
  created_by: 'Who wrote the row.',
  currency: 'ISO 4217 code.',
  environment: 'Environment as the source names it.',
  h_code: 'Charge code.',
  instance: 'Controller or CMDB instance the row comes from (C62).',
  is_listed: 'Did the source still list it at its last extraction?',
  month_start: 'First day of the month, UTC.',
  owner_id: 'Owner.',
  price_id: 'The price that was applied.',
  recorded_at: 'When the row was written.',
  rule_id: 'The allocation rule that was applied.',
  rule_version: 'Version of the rule that was applied.',
  run_id: 'The run that wrote the row.',
  sector_id: 'Sector, or a bucket.',
  server_id: 'Server.',
  service_app_id: 'The service, as registered in applications_dim.',
  snapshot_id: 'The extraction the rows come from.',
  stage: 'Stage of the pipeline.',
  tier: 'Price class, e.g. PEAK or PRO.',
  tool: 'The source tool, e.g. appdynamics or servicenow (C62).',
  usd_amount: 'Amount in US dollars, exact to the cent.',
};

/** One comment of the data dictionary. */
export interface ColumnNote {
  readonly table: string;
  /** Null for the table itself. */
  readonly column: string | null;
  readonly note: string;
}

/** The data dictionary as `schema.prisma` tells it: every table, and every column that is stored. */
export function dataDictionary(schema: string): ColumnNote[] {
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(models.map((model) => model[1]));
  return models.flatMap(([block, table = '', body = '']) => [
    { table, column: null, note: noteAbove(schema, schema.indexOf(block)) },
    ...columnNotes(table, body, names),
  ]);
}

/** The dictionary as SQL. */
export function commentSql(notes: readonly ColumnNote[]): string {
  return notes
    .map(({ table, column, note }) => {
      const target = column === null ? `table "${table}"` : `column "${table}"."${column}"`;
      return `comment on ${target} is '${note.replaceAll("'", "''")}';`;
    })
    .join('\n');
}

function columnNotes(table: string, body: string, models: ReadonlySet<string | undefined>): ColumnNote[] {
  const notes: ColumnNote[] = [];
  let doc: string[] = [];
  for (const line of body.split('\n').map((text) => text.trim())) {
    const [name = '', type = ''] = line.split(/\s+/);
    if (line.startsWith('///')) doc.push(line.slice(3).trim());
    else {
      const stored = /^\w+$/.test(name) && !models.has(type.replace(/[?[\]]/g, ''));
      if (stored) notes.push({ table, column: name, note: doc.join(' ') || usual[name] || sentence(name) });
      doc = [];
    }
  }
  return notes;
}

function noteAbove(schema: string, position: number): string {
  const above = schema.slice(0, position).trimEnd().split('\n');
  const doc: string[] = [];
  for (let line = above.pop(); line?.startsWith('///'); line = above.pop()) doc.unshift(line.slice(3).trim());
  return doc.join(' ');
}

function sentence(column: string): string {
  const words = column.replaceAll('_', ' ');
  if (column.endsWith('_id')) return `Surrogate key or reference: ${words}.`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
