import { pad } from './table.ts';
import type { Terminal } from './terminal.ts';

/** One line of progress. */
export interface Bar {
  readonly title: string;
  readonly done: number;
  readonly total: number;
}

const barWidth = 30;

/** Progress bars: drawn over on a terminal, a line at every tenth elsewhere. */
export function createBars(terminal: Terminal) {
  let height = 0;
  let told = '';
  return {
    show(bars: readonly Bar[]): void {
      if (terminal.isLive) {
        const lines = bars.map((bar) => `\u001b[2K${draw(bar)}\n`).join('');
        terminal.err(`${height > 0 ? `\u001b[${height}A` : ''}${lines}`);
        height = bars.length;
        return;
      }
      const steps = bars.map(({ done, total }) => Math.floor((done * 10) / Math.max(1, total))).join();
      if (steps === told) return;
      told = steps;
      terminal.err(`${bars.map(({ title, done, total }) => `${done} of ${total} ${title}`).join(', ')}\n`);
    },
    warn(line: string): void {
      terminal.err(`${line}\n`);
      height = 0;
    },
  };
}

function draw({ title, done, total }: Bar): string {
  const full = total === 0 ? barWidth : Math.round((done * barWidth) / total);
  return `  ${pad(title, 8)} ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${done} of ${total}`;
}
