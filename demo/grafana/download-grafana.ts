import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { download, reasonOf } from '../services/download.ts';
import type { Log } from '../services/ports.ts';

/**
 * The official archive, checked against the checksum that stands beside it. The checksums could not be pinned here as constants,
 * since the page was out of reach when this was written: they guard against a broken download, and the identity of the archive
 * rests on TLS to the host.
 */
const releasesUrl = 'https://dl.grafana.com/oss/release';

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };
const systems: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/** Puts Grafana's folder at `home`; false, with one line that says why, when that is not possible. */
export async function downloadGrafana(
  version: string,
  home: string,
  log: Log,
  baseUrl = releasesUrl,
): Promise<boolean> {
  const archive = archiveName(version);
  if (archive === undefined) return false;
  const url = `${baseUrl}/${archive}`;
  try {
    const [checksum = ''] = (await download(`${url}.sha256`)).toString('utf8').trim().split(/\s+/);
    log(`Downloading Grafana ${version} (some 200 MB, once).`);
    const content = await download(url);
    const found = createHash('sha256').update(content).digest('hex');
    if (found !== checksum)
      throw new Error(`${archive} has checksum ${found}, its page says ${checksum || 'nothing'}`);
    unpack(content, archive, home);
    return true;
  } catch (error) {
    log(`The official download of Grafana is not possible here: ${reasonOf(error)}.`);
    return false;
  }
}

function archiveName(version: string): string | undefined {
  const system = systems[process.platform];
  const architecture = architectures[process.arch];
  if (system === undefined || architecture === undefined) return undefined;
  return `grafana-${version}.${system}-${architecture}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
}

/** The archive holds one folder, whose name differs between versions. `tar` reads both formats where it has to. */
function unpack(content: Buffer, archive: string, home: string): void {
  mkdirSync(dirname(home), { recursive: true });
  const folder = mkdtempSync(join(dirname(home), 'unpack-'));
  try {
    writeFileSync(join(folder, archive), content);
    execFileSync('tar', ['-xf', archive], { cwd: folder, stdio: 'ignore' });
    rmSync(join(folder, archive));
    const [inside, ...more] = readdirSync(folder);
    if (inside === undefined || more.length > 0) throw new Error(`${archive} does not hold one folder`);
    renameSync(join(folder, inside), home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
