import type { Command } from 'commander';
import { describeSettings, examine, type Finding, type SettingLine } from '../examine.ts';
import type { Context, Finish } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { pad, renderTable } from '../table.ts';
import type { Style, Terminal } from '../terminal.ts';

interface DoctorOptions {
  readonly json?: boolean;
}

/** `doctor`: what is configured, reachable and missing. */
export function addDoctor(program: Command, context: Context, finish: Finish): void {
  program
    .command('doctor')
    .summary('say what is configured, reachable and missing')
    .description(
      'Looks at the settings, Parameter Store, the database and its schema, Temporal, its workers and schedule, and the vendors.\n' +
        'Secrets are not shown. It changes nothing.',
    )
    .option('--json', 'print as JSON')
    .action(async (options: DoctorOptions) => finish(await doctor(options, context)));
}

async function doctor({ json }: DoctorOptions, context: Context): Promise<ExitCode> {
  const findings = await examine(context);
  const settings = await describeSettings(context);
  const { out, paint } = context.terminal;
  out(json ? `${JSON.stringify({ findings, settings }, null, 2)}\n` : render(findings, settings, paint));
  if (findings.some(({ outcome, kind }) => outcome === 'fail' && kind === 'settings')) return exitCodes.usage;
  return findings.some(({ outcome }) => outcome === 'fail') ? exitCodes.unreachable : exitCodes.right;
}

const marks = { ok: ['✔', 'green'], warn: ['!', 'yellow'], fail: ['✖', 'red'] } as const satisfies Record<
  Finding['outcome'],
  readonly [string, Style]
>;

function render(
  findings: readonly Finding[],
  settings: readonly SettingLine[],
  paint: Terminal['paint'],
): string {
  const width = Math.max(...findings.map(({ title }) => title.length));
  const lines = findings.flatMap(({ outcome, title, detail, remedy }) => {
    const [mark, style] = marks[outcome];
    const said = detail.split('\n').join(`\n    ${' '.repeat(width)}  `);
    const first = `  ${paint(style, mark)} ${pad(title, width)}  ${said}`;
    return remedy ? [first, `    ${' '.repeat(width)}  ${paint('dim', remedy)}`] : [first];
  });
  const rows = settings.map(({ name, value, source }) => [name, value, source]);
  const table = renderTable([{ title: 'setting' }, { title: 'value' }, { title: 'from' }], rows);
  return `${lines.join('\n')}\n\n${rows.length > 0 ? table : 'No setting is given: all defaults.'}\n`;
}
