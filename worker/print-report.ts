import type { Activities } from '../activities/index.ts';
import type { Config } from '../config/env.ts';
import { ConfigError } from '../pipeline/errors.ts';
import { say } from './log-lines.ts';

/** Prints the report of a month; what draws and prints is loaded by the first report, since most workers never make one. */
export function createPrintReport(config: Config): Activities['renderMonthlyReport'] {
  return async (order) => {
    const { folder, browserPath } = config.reports;
    if (folder === null)
      throw new ConfigError(['REPORT_FOLDER: is not set, so the monthly report has no place to go']);
    const { renderMonthlyReport } = await import('../preview/monthly-report.ts');
    const { poolSize: _, password, ...login } = config.database;
    return renderMonthlyReport(
      {
        login: { ...login, password: password.reveal() },
        folder,
        browserPath,
        log: (line) => say({ level: 'WARN', message: line }, config.redact),
      },
      order,
    );
  };
}
