export { licenseBackfill } from './backfill.ts';
export { licensePipeline } from './license-pipeline.ts';
export { monthlyReport, startMonthlyReport } from './monthly-report.ts';
export { startLicensePipeline } from './start-license-pipeline.ts';
