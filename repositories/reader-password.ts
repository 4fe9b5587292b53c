import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const shortestPassword = 12;
const rounds = 4096;

/** What is wrong with the name of a login, a line each. */
export function nameProblems(name: string): string[] {
  if (name === '') return ['the name is empty'];
  if (Buffer.byteLength(name, 'utf8') > 63)
    return [`the name "${name.slice(0, 20)}..." is longer than the 63 bytes of a role`];
  if (/\p{Cc}/u.test(name)) return ['the name holds a control character'];
  if (/^pg_/i.test(name)) return [`the name "${name}" begins with pg_, which is reserved`];
  return [];
}

/** What is wrong with a password, a line each; never the password itself. */
export function passwordProblems(password: string): string[] {
  if (!/^[\x20-\x7e]*$/.test(password))
    return ['the password holds something else than letters without accents, digits and signs of a keyboard'];
  if (password.length < shortestPassword)
    return [`the password has ${password.length} character(s), expected at least ${shortestPassword}`];
  return [];
}

/**
 * What the server keeps of a password (SCRAM-SHA-256, RFC 5802). It is made here, so that the password itself stands in no
 * statement and in no log of the server.
 */
export function passwordVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const keyOf = (word: string): Buffer => createHmac('sha256', salted).update(word).digest();
  const storedKey = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${storedKey}:${keyOf('Server Key').toString('base64')}`;
}
