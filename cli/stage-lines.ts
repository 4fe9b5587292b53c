import type { StageProgress, StageReport, StageStatus } from '../pipeline/run.ts';
import type { RunView } from './run-and-follow.ts';
import { clip, duration, grouped } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

const marks: Readonly<Record<StageStatus, readonly [mark: string, style: Style]>> = {
  pending: ['·', 'dim'],
  running: ['▸', 'cyan'],
  succeeded: ['✔', 'green'],
  failed: ['✖', 'red'],
  blocked: ['⊘', 'yellow'],
  skipped: ['–', 'dim'],
};

/** Shows the stages of a run: drawn over on a terminal, one line for each stage that ends elsewhere. */
export function createStageLines(terminal: Terminal, now: () => number = Date.now): RunView {
  return terminal.isLive ? drawn(terminal, now) : listed(terminal, now);
}

function drawn(terminal: Terminal, now: () => number): RunView {
  let latest: readonly StageProgress[] = [];
  let height = 0;
  const draw = (): void => {
    const lines = latest.flatMap((stage) => linesOf(stage, terminal, now()));
    terminal.err(
      `${height > 0 ? `\u001b[${height}A` : ''}${lines.map((line) => `\u001b[2K${line}\n`).join('')}\u001b[0J`,
    );
    height = lines.length;
  };
  const ticker = setInterval(() => latest.length > 0 && draw(), 500).unref();
  return {
    show: ({ stages }) => {
      latest = stages;
      draw();
    },
    warn: (line) => {
      terminal.err(`${terminal.paint('yellow', line)}\n`);
      height = 0;
    },
    end: () => clearInterval(ticker),
  };
}

function listed(terminal: Terminal, now: () => number): RunView {
  const told = new Set<string>();
  return {
    show: ({ stages }) => {
      for (const stage of stages) {
        if (stage.status === 'pending' || stage.status === 'running' || told.has(stage.id)) continue;
        told.add(stage.id);
        for (const line of linesOf(stage, terminal, now())) terminal.err(`${line}\n`);
      }
    },
    warn: (line) => terminal.err(`${line}\n`),
    end: () => undefined,
  };
}

function linesOf(stage: StageProgress, { paint, width, isLive }: Terminal, nowMs: number): string[] {
  const [mark, style] = marks[stage.status];
  const { report, startedAt, endedAt } = stage;
  const elapsed = startedAt === null ? '' : duration((endedAt ?? nowMs) - startedAt);
  const rows = report ? rowsOf(report) : stage.status;
  const line = `  ${paint(style, mark)} ${stage.title.padEnd(22)} ${rows.padStart(15)} ${elapsed.padStart(13)}`;
  const room = isLive ? Math.max(40, width - 8) : 400;
  const notes = [
    ...(stage.error ? [paint('red', clip(stage.error, room))] : []),
    ...(report?.warnings ?? []).map((warning) => paint('yellow', clip(warning, room))),
  ];
  return [line, ...notes.map((note) => `      ${note}`)];
}

/** Rows that were written; a stage that found everything as it should be says so. */
function rowsOf({ read, written }: StageReport): string {
  return written === 0 && read > 0 ? 'unchanged' : `${grouped(written)} rows`;
}
