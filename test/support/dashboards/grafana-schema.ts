import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import type { Board, BoardPanel } from './board.ts';

const types = (area: string): string =>
  `node_modules/@grafana/grafana-foundation-sdk/dist/${area}/types.gen.d.ts`;

/** Folders of the SDK's types by Grafana's panel type; those without options of their own are left out. */
const areas: Readonly<Record<string, string>> = {
  barchart: 'barchart',
  bargauge: 'bargauge',
  candlestick: 'candlestick',
  gauge: 'gauge',
  piechart: 'piechart',
  stat: 'stat',
  'state-timeline': 'statetimeline',
  table: 'table',
  text: 'text',
  timeseries: 'timeseries',
};

const validators = new Map<string, ValidateFunction>();

/** Grafana's own schema of a type, made from the types of its SDK: what they do not know is refused. */
function validator(area: string, type: string): ValidateFunction {
  const key = `${area}/${type}`;
  const known = validators.get(key);
  if (known) return known;
  const schema = createGenerator({
    path: types(area),
    type,
    functions: 'hide',
    skipTypeCheck: true,
    additionalProperties: false,
    tsconfig: 'tsconfig.json',
  }).createSchema(type);
  // What a query holds is the data source's business: the SDK knows no PostgreSQL.
  const { definitions = {} } = schema;
  for (const open of ['Dataquery', 'dashboard.Target'])
    if (typeof definitions[open] === 'object') definitions[open] = { type: 'object' };
  const made = new Ajv({ strict: false, allErrors: true }).compile(schema as SchemaObject);
  validators.set(key, made);
  return made;
}

/** What Grafana's schema says against the board, its panels' options and field settings. */
export function schemaProblems(board: Board): string[] {
  return [
    ...problemsOf(validator('dashboard', 'Dashboard'), board, board.title),
    ...board.panels.filter(({ type }) => type in areas).flatMap(panelProblems),
  ];
}

function panelProblems({ type, title, options, fieldConfig }: BoardPanel): string[] {
  const area = areas[type] ?? type;
  const custom = fieldConfig?.defaults.custom;
  return [
    ...problemsOf(validator(area, 'Options'), options ?? {}, `${title}: options`),
    ...(custom === undefined ? [] : problemsOf(validator(area, 'FieldConfig'), custom, `${title}: custom`)),
  ];
}

function problemsOf(validate: ValidateFunction, value: unknown, where: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${where} ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
