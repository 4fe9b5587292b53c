import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  bundleWorkflowCode,
  type LogLevel,
  DefaultLogger,
  type WorkflowBundleOption,
} from '@temporalio/worker';

/** The workflows as one script: the file made before, or made now, which takes about two seconds. */
export async function workflowBundle(
  file: string | null,
  logLevel: LogLevel = 'WARN',
): Promise<WorkflowBundleOption> {
  if (file !== null) return { codePath: resolve(file) };
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger(logLevel) });
}

/** Makes the file for `WORKFLOW_BUNDLE_FILE`. */
async function writeBundle(file: string): Promise<void> {
  const bundle = await workflowBundle(null);
  if (!('code' in bundle)) return;
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, bundle.code);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeBundle(process.argv[2] ?? 'dist/workflow-bundle.js');
