import type { SourceName } from '../connectors/connector.ts';
import type { Session } from './database.ts';
import { hashOfRows, recordSave, type Changes } from './lineage.ts';

/** The hosts that report to one application now, under the names that their agents give. */
export interface ReportingHosts {
  readonly appId: number;
  readonly hosts: readonly string[];
}

/** One extraction of hosts. */
export interface HostsSave {
  readonly source: SourceName;
  readonly runId: number;
  readonly snapshotId: number | null;
}

/**
 * Replaces the hosts of the applications given, inside the save of their usage; rows that stay the same keep their run.
 * Applications that are not given keep their hosts as long as the tool lists them.
 */
export async function replaceMonitoredHosts(
  tx: Session,
  { source, runId, snapshotId }: HostsSave,
  answers: readonly ReportingHosts[],
): Promise<Changes> {
  const rows = answers.flatMap(({ appId, hosts }) =>
    hosts.map((host) => ({ app_id: appId, host_name: host })),
  );
  const key = [source.tool, source.instance];
  await tx.run('staging hosts', createStaged);
  await tx.run('staging hosts', fillStaged, [JSON.stringify(rows)]);
  const deleted = await tx.run('removing hosts', deleteGone, [...key, answers.map(({ appId }) => appId)]);
  const inserted = await tx.run('inserting hosts', insertNew, [...key, runId]);
  const staged = await tx.one<{ hash: string; rows: number }>('hashing hosts', hashStaged);
  const saved = await tx.one<{ hash: string }>('hashing hosts', hashSaved, key);
  const changes = { inserted, updated: 0, deleted };
  await recordSave(tx, {
    runId,
    snapshotId,
    stage: 'appdynamics',
    table: 'monitored_hosts',
    slice: `${source.tool}/${source.instance}`,
    rowsIn: staged.rows,
    hashIn: staged.hash,
    hashOut: saved.hash,
    ...changes,
  });
  return changes;
}

const hashSaved = `
  select ${hashOfRows(['app_id', 'host_name'])} as hash from monitored_hosts where tool = $1 and instance = $2`;

const createStaged = `
  create temp table staged_hosts (app_id integer, host_name text, primary key (app_id, host_name)) on commit drop`;

const fillStaged = `
  insert into staged_hosts
  select distinct app_id, lower(btrim(host_name))
  from   jsonb_to_recordset($1::jsonb) as incoming(app_id integer, host_name text)
  where  btrim(host_name) <> ''`;

const deleteGone = `
  delete from monitored_hosts h
  using  applications_dim a
  where  h.tool = $1 and h.instance = $2 and a.app_id = h.app_id and (h.app_id = any($3::integer[]) or not a.is_listed)
  and    not exists (select from staged_hosts s where s.app_id = h.app_id and s.host_name = h.host_name)`;

const insertNew = `
  insert into monitored_hosts (tool, instance, app_id, host_name, run_id)
  select $1, $2, app_id, host_name, $3 from staged_hosts order by app_id, host_name
  on conflict (tool, instance, app_id, host_name) do nothing`;

const hashStaged = `
  select ${hashOfRows(['app_id', 'host_name'])} as hash, count(*)::integer as rows from staged_hosts`;
