import { framesOf } from '../../../../preview/page/frames.js';
import type { Field, FieldConfig, FieldConfigSource, Frame, Target } from '../../../../preview/page/types.js';

type Column = readonly [name: string, type: Field['type'], values: Field['values']];

/** An answer of the server by its columns. */
export function target(columns: readonly Column[], format = 'table'): Target {
  const length = columns[0]?.[2].length ?? 0;
  return {
    refId: 'A',
    format,
    fields: columns.map(([name, type]) => ({ name, type })),
    rows: Array.from({ length }, (_, row) => columns.map(([, , values]) => values[row] ?? null)),
  };
}

export function frameOf(
  columns: readonly Column[],
  config: FieldConfigSource | FieldConfig = {},
  format = 'table',
): Frame {
  const source = 'defaults' in config ? config : { defaults: config, overrides: [] };
  const [frame] = framesOf([target(columns, format)], source);
  if (frame === undefined) throw new Error('one target is one frame');
  return frame;
}

export function fieldOf(frame: Frame, name: string): Field {
  const field = frame.fields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`there is no field ${name}`);
  return field;
}
