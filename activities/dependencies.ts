import type { CmdbSource, ConnectorTools, UsageSource } from '../connectors/connector.ts';
import type { PipelineSettings } from '../pipeline/settings.ts';
import type { Database } from '../repositories/database.ts';

/** What the worker plugs into the activities. */
export interface ActivityDependencies {
  readonly database: Database;
  readonly openUsage: (tools: ConnectorTools) => UsageSource;
  readonly openCmdb: (tools: ConnectorTools) => CmdbSource;
  readonly hashSecret: (value: string) => string;
  readonly settings: PipelineSettings;
  /** Stand in every run record, so that a number can be traced to the code and settings that made it. */
  readonly versions: { readonly code: string; readonly config: string };
}
