import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../services/child.ts';
import { freePort, isListening, loopback, type Log } from '../services/ports.ts';
import type { StopAll } from '../services/stop-all.ts';

const preferredPort = 19_090;
const nobody = `http://${loopback}:9`;

/**
 * Starts the `prometheus` on PATH for the demo's worker, and gives its address. Without a worker or a program there is none: the
 * board of operations stays empty then, which is said.
 */
export async function startPrometheus(
  folder: string,
  metricsUrl: string | null,
  services: StopAll,
  log: Log,
): Promise<string> {
  const empty = 'so the board of operations stays empty; the eight tabs need none of it.';
  if (metricsUrl === null) {
    log(`No demo runs now whose worker could be measured, ${empty}`);
    return nobody;
  }
  mkdirSync(folder, { recursive: true });
  const port = await freePort(preferredPort, 'Prometheus', log);
  const child = startChild({
    file: 'prometheus',
    args: flags(folder, metricsUrl, port),
    stopSignal: 'SIGTERM',
  });
  services.add('Prometheus', { stop: () => child.stop() });
  for (let attempt = 0; attempt < 200 && !child.hasEnded(); attempt += 1) {
    if (await isListening(port)) return `http://${loopback}:${port}`;
    await wait(50);
  }
  log(`No prometheus on PATH runs here, ${empty}`);
  return nobody;
}

function flags(folder: string, metricsUrl: string, port: number): string[] {
  const { host } = new URL(metricsUrl);
  const settingsFile = join(folder, 'prometheus.yml');
  const job = { job_name: 'worker', static_configs: [{ targets: [host] }] };
  // JSON is YAML.
  writeFileSync(settingsFile, JSON.stringify({ global: { scrape_interval: '5s' }, scrape_configs: [job] }));
  return [
    `--config.file=${settingsFile}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=${loopback}:${port}`,
  ];
}
