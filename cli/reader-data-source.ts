/** A login whose data source of Grafana is wanted. */
export interface ScopedLogin {
  readonly name: string;
  readonly sectors: readonly string[];
  /** Name of the environment variable that will hold the password. */
  readonly passwordFrom: string;
}

/**
 * The provisioning file of a scope's data source, for an organization of its own: whoever may ask one data source may ask it
 * anything, so that scopes are kept apart by organizations and by what the database shows the login. Where the warehouse is, the
 * environment of Grafana says, as for the data source of everybody: in a container `localhost` is Grafana itself.
 */
export function renderDataSource({ name, sectors, passwordFrom }: ScopedLogin): string {
  const title = `Warehouse (${sectors.join(', ')})`;
  return [
    'apiVersion: 1',
    'datasources:',
    `  - name: ${text(title)}`,
    `    uid: ${text(`appd-${uidOf(name)}`)}`,
    '    orgId: 2 # what Grafana answered when the organization of these readers was made; 1 sees everything',
    '    type: grafana-postgresql-datasource',
    '    access: proxy',
    '    isDefault: true',
    '    editable: false',
    '    url: $GRAFANA_DB_ADDRESS',
    `    user: ${text(name)}`,
    '    secureJsonData:',
    `      password: $${passwordFrom}`,
    '    jsonData:',
    '      database: $GRAFANA_DB_NAME',
    '      sslmode: $GRAFANA_DB_SSLMODE',
    '      postgresVersion: 1600',
    '      maxOpenConns: 5',
  ].join('\n');
}

/** JSON strings are YAML strings; Grafana replaces `$NAME` in them, `$$` is a dollar. */
function text(words: string): string {
  return JSON.stringify(words).replaceAll('$', '$$$$');
}

/** Grafana's uids are up to 40 letters, digits, - and _. */
function uidOf(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_-]+/g, '-').slice(0, 35);
}
