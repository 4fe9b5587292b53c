/**
 * The uids that provisioning gives the data sources. Dashboards take theirs from a variable; alert rules cannot, they name one.
 */
export const dataSourceUids = { warehouse: 'appd-licensing', metrics: 'appd-prometheus' } as const;
