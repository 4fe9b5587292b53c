import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { download, reasonOf } from './download.ts';
import type { Log } from './ports.ts';

/**
 * The official download, checked against the checksums file of the same release. The checksums could not be pinned here as
 * constants, since the release page was out of reach when this was written: they guard against a broken download, and the
 * identity of the release rests on TLS to the host.
 */
const releasesUrl = 'https://github.com/temporalio/cli/releases/download';

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };
const systems: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/** Puts the CLI at `path`; false, with one line that says why, when that is not possible. */
export async function downloadTemporalCli(
  version: string,
  path: string,
  log: Log,
  baseUrl = releasesUrl,
): Promise<boolean> {
  const archive = archiveName(version);
  if (archive === undefined) return false;
  const releaseUrl = `${baseUrl}/v${version}`;
  try {
    const checksums = (await download(`${releaseUrl}/checksums.txt`)).toString('utf8');
    log(`Downloading the Temporal CLI ${version} (some 60 MB, once).`);
    const content = await download(`${releaseUrl}/${archive}`);
    verify(content, archive, checksums);
    unpack(content, archive, path);
    return true;
  } catch (error) {
    log(`The official download of the Temporal CLI is not possible here: ${reasonOf(error)}.`);
    return false;
  }
}

function archiveName(version: string): string | undefined {
  const system = systems[process.platform];
  const architecture = architectures[process.arch];
  if (system === undefined || architecture === undefined) return undefined;
  return `temporal_cli_${version}_${system}_${architecture}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
}

function verify(content: Buffer, archive: string, checksums: string): void {
  const line = checksums.split('\n').find((one) => one.trim().endsWith(archive));
  const expected = line?.trim().split(/\s+/)[0];
  const found = createHash('sha256').update(content).digest('hex');
  if (found !== expected)
    throw new Error(`${archive} has checksum ${found}, its release says ${expected ?? 'nothing'}`);
}

/** `tar` reads both formats on every system that has the one or the other. */
function unpack(content: Buffer, archive: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(dirname(path), 'unpack-'));
  try {
    writeFileSync(join(folder, archive), content);
    execFileSync('tar', ['-xf', archive, basename(path)], { cwd: folder, stdio: 'ignore' });
    renameSync(join(folder, basename(path)), path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
