import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the fake was started with; it serves it at its address. */
export interface Started {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A folder like the one of an installed Grafana, whose program says its version, or serves what it was started with. */
export function fakeGrafana(home: string, { version = '12.2.1', breaks = false } = {}): string {
  for (const folder of ['bin', 'conf', 'public/build']) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, 'conf', 'defaults.ini'), '[server]\n');
  writeFileSync(join(home, 'public', 'build', 'app.js'), 'app');
  writeFileSync(join(home, 'public', 'robots.txt'), 'robots');
  const program = join(home, 'bin', 'grafana');
  writeFileSync(program, source(version, breaks));
  chmodSync(program, 0o755);
  return program;
}

const source = (version: string, breaks: boolean): string => `#!${process.execPath}
const [first, ...rest] = process.argv.slice(2);
if (first === '--version') {
  console.log('grafana version ${version}');
  process.exit(0);
}
if (${breaks}) {
  console.error('logger=provisioning level=error msg="something is wrong"');
  process.exit(1);
}
require('node:http')
  .createServer((request, response) => response.end(JSON.stringify({ args: [first, ...rest], env: process.env })))
  .listen(Number(process.env.GF_SERVER_HTTP_PORT), process.env.GF_SERVER_HTTP_ADDR);
`;
