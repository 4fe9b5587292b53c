import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLockFolder } from './lock-folder.mjs';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = [20, 19];
const localFolder = join(root, '.demo');
const installedMark = join(root, 'node_modules/.appd-licensing-lock');
const generatedMark = join(root, 'generated/prisma/.appd-licensing-schema');

/** Installs the packages and generates the database client when they are missing or stale; quiet when they are not. */
export async function installWhatIsMissing() {
  requireNode();
  if (isInstalled() && isGenerated()) return;
  await withLockFolder(
    join(localFolder, 'install.lock'),
    () => say('Another start is installing; waiting for it.'),
    async () => {
      if (!isInstalled()) await installPackages();
      if (!isGenerated()) await generateClient();
    },
  );
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Error(
    `Node.js ${oldestNode.join('.')} or later is needed, this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
}

function isInstalled() {
  if (read(installedMark) === hashOf('package-lock.json')) return true;
  if (!isInstalledByHand()) return false;
  writeFileSync(installedMark, hashOf('package-lock.json'));
  return true;
}

/** npm notes what it installed; when that is what the lock file asks for, there is nothing to do. */
function isInstalledByHand() {
  const noted = read(join(root, 'node_modules/.package-lock.json'));
  if (noted === undefined) return false;
  const installed = JSON.parse(noted).packages;
  const { '': ours, ...wanted } = JSON.parse(read(join(root, 'package-lock.json'))).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    return installed[path] ? installed[path].version === version : optional === true;
  });
}

async function installPackages() {
  const npm = npmCommand();
  say('Installing packages (npm ci, some 30 seconds) ...');
  await runQuietly('npm ci', npm, ['ci', '--include=dev', '--no-audit', '--no-fund']);
  writeFileSync(installedMark, hashOf('package-lock.json'));
}

/** npm as a program of its own, or the one that started us. */
function npmCommand() {
  const startedBy = process.env.npm_execpath;
  if (startedBy?.endsWith('.js') && existsSync(startedBy)) return [process.execPath, startedBy];
  const shell = process.platform === 'win32';
  try {
    execFileSync('npm', ['--version'], { stdio: 'ignore', shell });
    return ['npm'];
  } catch {
    throw new Error(
      'npm is needed and was not found. It comes with Node.js: get it from https://nodejs.org.',
    );
  }
}

function isGenerated() {
  return !existsSync(join(root, 'prisma/schema.prisma')) || read(generatedMark) === generatedFrom();
}

function generatedFrom() {
  return `${hashOf('prisma/schema.prisma')} ${hashOf('package-lock.json')}`;
}

/** Prisma asks for the path of an engine that it does not run here, and would download one; any file will do. */
async function generateClient() {
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const prisma = join(root, 'node_modules/prisma/build/index.js');
  await runQuietly('prisma generate', [process.execPath], [prisma, 'generate'], env);
  writeFileSync(generatedMark, generatedFrom());
}

/** What the program says goes to a log, which is shown when it fails. */
async function runQuietly(what, [file, ...first], args, env = {}) {
  mkdirSync(localFolder, { recursive: true });
  const log = join(localFolder, `${what.replaceAll(' ', '-')}.log`);
  const output = openSync(log, 'w');
  const options = {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    shell: file === 'npm' && process.platform === 'win32',
  };
  const child = spawn(file, [...first, ...args], options);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  closeSync(output);
  if (code !== 0)
    throw new Error(`${read(log)}\n"${what}" failed (exit code ${code}); the lines above are in ${log}.`);
}

function hashOf(path) {
  const content = read(join(root, path));
  if (content === undefined)
    throw new Error(`${path} is missing from ${root}: this is not a whole checkout.`);
  return createHash('sha256').update(content).digest('hex');
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
