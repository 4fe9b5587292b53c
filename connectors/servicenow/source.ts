import { ConfigError } from '../../pipeline/errors.ts';
import type { CmdbPage, CmdbRunsOn, CmdbServer, CmdbService, CmdbSource, RejectedRow } from '../connector.ts';
import { isMissingTable, type ServiceNowClient, type TableRows } from './client.ts';
import { valueOf, type WireRow } from './fields.ts';
import { findRunsOn, readRelation, type Relation } from './relations.ts';
import { requireFields, type AskedField } from './require-fields.ts';
import { fromServiceNowServer, serverFields } from './servers.ts';
import { fromServiceNowService, serviceFields } from './services.ts';
import { relationTypes, type Settings, type Target } from './settings.ts';

/** Services, servers and the relations between them, as far as the user may see them. */
export class ServiceNowSource implements CmdbSource {
  readonly tool = 'servicenow';
  readonly instance: string;
  private readonly settings: Settings;
  private readonly client: ServiceNowClient;

  constructor(target: Target, client: ServiceNowClient) {
    this.instance = target.instance;
    this.settings = target.settings;
    this.client = client;
  }

  extractServices(): Promise<CmdbPage<CmdbService>> {
    const read = (row: WireRow): CmdbService | RejectedRow => fromServiceNowService(row, this.settings);
    return this.extract(this.settings.SERVICENOW_SERVICE_TABLE, serviceFields(this.settings), read);
  }

  extractServers(): Promise<CmdbPage<CmdbServer>> {
    return this.extract(this.settings.SERVICENOW_SERVER_TABLE, serverFields, fromServiceNowServer);
  }

  async extractRunsOn(
    serviceSysIds: ReadonlySet<string>,
    serverSysIds: ReadonlySet<string>,
  ): Promise<CmdbPage<CmdbRunsOn>> {
    const between = await this.readApplicationTable();
    const applications = new Set(
      (between?.rows ?? []).map((row) => valueOf(row['sys_id'])).filter((id) => id !== null),
    );
    const { relations, rejected, hidden, total, warnings } = await this.readRelations();
    const found = findRunsOn(relations, { services: serviceSysIds, servers: serverSysIds, applications });
    const isExpected = serviceSysIds.size > 0 && serverSysIds.size > 0;
    return {
      rows: found.rows,
      rejected: [...rejected, ...found.rejected],
      hidden: hidden + (between?.hidden ?? 0),
      total: total + (between?.total ?? 0),
      warnings: [
        ...(between?.warnings ?? []),
        ...warnings,
        ...this.judgeHops(between, found.directCount, isExpected),
      ],
    };
  }

  private async extract<Row extends object>(
    table: string,
    fields: readonly AskedField[],
    read: (row: WireRow) => Row | RejectedRow,
  ): Promise<CmdbPage<Row>> {
    const given = await this.client.readTable(table, [...new Set(fields.map((asked) => asked.field))]);
    const fieldWarnings = requireFields(table, given.rows, fields);
    const rows: Row[] = [];
    const rejected: RejectedRow[] = [];
    for (const wire of given.rows) {
      const item = read(wire);
      if (isRejected(item)) rejected.push(item);
      else rows.push(item);
    }
    const { hidden, total, warnings } = given;
    return { rows, rejected, hidden, total, warnings: [...warnings, ...fieldWarnings] };
  }

  /** One query per type: a filter that the instance does not understand is ignored, so the type is looked at again. */
  private async readRelations() {
    const types = relationTypes(this.settings.SERVICENOW_RELATION_TYPES);
    const relations = new Map<string, Relation>();
    const rejected = new Map<string, RejectedRow>();
    const seen = { hidden: 0, total: 0, others: 0, warnings: [] as string[] };
    for (const type of types) {
      const given = await this.client.readTable(
        'cmdb_rel_ci',
        ['sys_id', 'parent', 'child', 'type'],
        `type.name=${type}`,
      );
      seen.hidden += given.hidden;
      seen.total += given.total;
      seen.warnings.push(...given.warnings);
      for (const [index, row] of given.rows.entries()) {
        const key = valueOf(row['sys_id']) ?? `${type} ${index}`;
        const relation = readRelation(row, type);
        if (isRejected(relation)) rejected.set(key, relation);
        else if (types.includes(relation.type)) relations.set(key, relation);
        else seen.others++;
      }
    }
    if (seen.others > 0)
      seen.warnings.push(
        `cmdb_rel_ci: ${seen.others} rows of other relation types came unasked and were left out.`,
      );
    return { ...seen, relations: [...relations.values()], rejected: [...rejected.values()] };
  }

  /** Null when the instance has no such table. */
  private async readApplicationTable(): Promise<TableRows | null> {
    try {
      return await this.client.readTable(this.settings.SERVICENOW_APPLICATION_TABLE, ['sys_id']);
    } catch (error) {
      if (isMissingTable(error)) return null;
      throw error;
    }
  }

  /** Without the table in the middle only direct relations count; when there are none either, nothing would be linked. */
  private judgeHops(between: TableRows | null, directCount: number, isExpected: boolean): string[] {
    const table = this.settings.SERVICENOW_APPLICATION_TABLE;
    if (between && between.rows.length > 0) return [];
    const what = between ? `${table} gave no row` : `the instance has no table ${table}`;
    if (directCount === 0 && isExpected && between === null) {
      throw new ConfigError([
        `${what} (SERVICENOW_APPLICATION_TABLE), and no relation leads directly from a service to a server`,
      ]);
    }
    return isExpected
      ? [`${what}; only ${directCount} direct relations from services to servers count.`]
      : [];
  }
}

function isRejected(item: object): item is RejectedRow {
  return 'reason' in item && 'sourceKey' in item;
}
