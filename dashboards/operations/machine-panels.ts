import { lines } from '../panels/meters.ts';
import type { PanelDraft } from '../panels/kit.ts';

const chosen = 'instance=~"$machine"';
const noExporter =
  'No node exporter was scraped in this time: start one and name it in monitoring/prometheus.yml.';
const real = `${chosen},fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*"`;

export const disk = (): PanelDraft =>
  lines({
    key: 'disk',
    title: 'Disk space in use',
    says: 'Share of each file system that is taken. At 80 % make room or add some: PostgreSQL stops when it cannot write.',
    noData: noExporter,
    unit: 'percent',
    questions: [
      {
        ask: `100 * (1 - max by (instance, mountpoint) (node_filesystem_avail_bytes{${real}}) / max by (instance, mountpoint) (node_filesystem_size_bytes{${real}}))`,
        name: '{{instance}} {{mountpoint}}',
      },
    ],
    steps: [
      [null, 'good'],
      [80, 'bad'],
    ],
  });

export const processor = (): PanelDraft =>
  lines({
    key: 'processor',
    title: 'Processor in use',
    says: 'Share of all cores that worked. A run may take all of them for a minute; days at 100 % mean that the machine is too small.',
    noData: noExporter,
    unit: 'percent',
    questions: [
      {
        ask: `100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{${chosen},mode="idle"}[$__rate_interval])))`,
        name: '{{instance}}',
      },
    ],
  });

export const memory = (): PanelDraft =>
  lines({
    key: 'memory',
    title: 'Memory in use',
    says: 'Share of the memory that programs hold; what the system keeps of files in it counts as free.',
    noData: noExporter,
    unit: 'percent',
    questions: [
      {
        ask: `100 * (1 - max by (instance) (node_memory_MemAvailable_bytes{${chosen}}) / max by (instance) (node_memory_MemTotal_bytes{${chosen}}))`,
        name: '{{instance}}',
      },
    ],
    steps: [
      [null, 'good'],
      [90, 'bad'],
    ],
  });
