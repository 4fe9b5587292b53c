export { licenseBackfill } from './backfill.ts';
export { licensePipeline } from './license-pipeline.ts';
export { startLicensePipeline } from './start-license-pipeline.ts';
