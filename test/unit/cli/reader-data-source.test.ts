import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { renderDataSource } from '../../../cli/reader-data-source.ts';

interface Source {
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly url: string;
  readonly user: string;
  readonly secureJsonData: { readonly password: string };
  readonly jsonData: Readonly<Record<string, unknown>>;
}

const sourceIn = (text: string): Source => {
  const [source] = (parse(text) as { datasources: Source[] }).datasources;
  if (!source) throw new Error('The file has no data source.');
  return source;
};

const ofScope = sourceIn(
  renderDataSource({ name: 'retail $1', sectors: ['Retail'], passwordFrom: 'READER_PASSWORD_RETAIL' }),
);

test('the data source of a scope finds the warehouse where that of everybody finds it: by the environment of Grafana', () => {
  const everybodys = sourceIn(readFileSync('dashboards/provisioning/datasources/warehouse.yaml', 'utf8'));
  const place = ({ type, url, jsonData: { database, sslmode, postgresVersion } }: Source) => ({
    type,
    url,
    database,
    sslmode,
    postgresVersion,
  });

  expect(place(ofScope)).toEqual(place(everybodys));
});

test('it signs in as the reader, whose name Grafana takes as it is', () => {
  expect(ofScope).toMatchObject({
    name: 'Warehouse (Retail)',
    uid: 'appd-retail-1',
    user: 'retail $$1',
    secureJsonData: { password: '$READER_PASSWORD_RETAIL' },
  });
});
