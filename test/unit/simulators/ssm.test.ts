import { GetParameterCommand, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSsm, type SsmSimulator } from '../../../simulators/ssm/start.ts';

const plain = Object.fromEntries(
  Array.from({ length: 23 }, (_, index) => [`SETTING_${String(index).padStart(2, '0')}`, `v${index}`]),
);

let ssm: SsmSimulator;
let client: SSMClient;

function connect(accessKeyId: string): SSMClient {
  return new SSMClient({
    endpoint: ssm.url,
    region: ssm.region,
    credentials: { accessKeyId, secretAccessKey: ssm.secretAccessKey },
    maxAttempts: 1,
  });
}

beforeAll(async () => {
  ssm = await startSsm({ parameters: { ...plain, SN_PASS: 'p/ss', 'deep/APPD_CLIENT_SECRET': 's3cret' } });
  client = connect(ssm.accessKeyId);
});
afterAll(async () => {
  client.destroy();
  await ssm.close();
});

async function readAll(isDecrypted: boolean, isRecursive = true): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const pages = paginateGetParametersByPath(
    { client },
    { Path: ssm.path, Recursive: isRecursive, WithDecryption: isDecrypted },
  );
  for await (const page of pages) {
    for (const one of page.Parameters ?? []) found.set(one.Name ?? '', one.Value ?? '');
  }
  return found;
}

describe('the Parameter Store, read by the real client', () => {
  test('all parameters come over full and empty pages', async () => {
    const before = ssm.requests.count();
    const found = await readAll(true);
    expect(found.size).toBe(25);
    expect(found.get('/pepsico/appd-licensing/SN_PASS')).toBe('p/ss');
    expect(ssm.requests.count() - before).toBe(6);
  });

  test('secrets stay encrypted unless decryption is asked for', async () => {
    const found = await readAll(false);
    expect(found.get('/pepsico/appd-licensing/SN_PASS')).not.toBe('p/ss');
    expect(found.get('/pepsico/appd-licensing/SETTING_00')).toBe('v0');
  });

  test('deeper levels come only when asked for', async () => {
    expect((await readAll(true, false)).has('/pepsico/appd-licensing/deep/APPD_CLIENT_SECRET')).toBe(false);
  });

  test('one parameter comes by its name, with a date and a version that rises', async () => {
    const Name = '/pepsico/appd-licensing/SETTING_01';
    ssm.store.put(Name, 'changed');
    const { Parameter } = await client.send(new GetParameterCommand({ Name }));
    expect(Parameter).toMatchObject({ Name, Value: 'changed', Version: 2, Type: 'String' });
    expect(Parameter?.LastModifiedDate).toBeInstanceOf(Date);
  });

  test.each([
    ['ParameterNotFound', () => client.send(new GetParameterCommand({ Name: '/nowhere' }))],
    ['ValidationException', () => paginateGetParametersByPath({ client }, { Path: 'no-slash' }).next()],
    [
      'ValidationException',
      () => paginateGetParametersByPath({ client, pageSize: 11 }, { Path: '/a' }).next(),
    ],
    [
      'InvalidNextToken',
      () => paginateGetParametersByPath({ client, startingToken: 'x' }, { Path: '/a' }).next(),
    ],
  ])('%s is raised where it must be', async (name, call) => {
    await expect(call()).rejects.toMatchObject({ name });
  });

  test('a stranger is refused', async () => {
    const stranger = connect('AKIASTRANGER');
    const call = stranger.send(new GetParameterCommand({ Name: '/a' }));
    await expect(call).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    stranger.destroy();
  });
});
