import { references } from '../references.ts';
import { rowsCheck } from '../rows-check.ts';

const orphansOf = (reference: string, key: string): string => {
  const [table, column] = reference.split('.');
  const [target, targetColumn] = key.split('.');
  return `
    select '${reference}' as reference, t.${column}::text as missing_key, '${key}' as points_at, count(*) as rows
    from   ${table} t
    where  t.${column} is not null and not exists (select from ${target} r where r.${targetColumn} = t.${column})
    group  by 2`;
};

const all = Object.entries(references).flatMap(([key, columns]) =>
  columns.map((reference) => orphansOf(reference, key)),
);

/** The schema enforces nearly all of these; a constraint that was dropped or never validated shows here. */
export const referencesExist = rowsCheck({
  id: 'references-exist',
  family: 'keys',
  says: 'Whatever a row points at exists.',
  requirement: ['000-218', 'G-13'],
  severity: 'blocking',
  needs: [],
  remedy:
    'Restore the rows that are pointed at, or the constraint that was dropped; then run the months again.',
  rows: 'keys that point at nothing',
  among: String(all.length),
  failingRows: all.join('\n    union all '),
});
