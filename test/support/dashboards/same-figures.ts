type Rows = readonly Readonly<Record<string, unknown>>[];

interface Place {
  readonly panel: readonly [uid: string, title: string];
  /** The figure in what the panel answers. */
  read(rows: Rows): unknown;
}

/** A figure that stands on two tabs. */
interface SameFigure {
  readonly says: string;
  readonly left: Place;
  readonly right: Place;
}

const first =
  (column: string) =>
  (rows: Rows): unknown =>
    rows[0]?.[column];
const sorted =
  (...columns: readonly string[]) =>
  (rows: Rows): unknown =>
    rows.map((row) => columns.map((column) => String(row[column])).join(' | ')).sort();

const at = (uid: string, title: string, read: Place['read']): Place => ({ panel: [uid, title], read });
const same = (says: string, left: Place, right: Place): SameFigure => ({ says, left, right });

const forecast = 'Forecast of the next 12 months';
const monthEnd = 'Expected at the end of this month';
const contracts = 'Contracts: use, head-room, exhaustion and renewal';

/** What readers would compare first. */
export const figuresOnTwoTabs: readonly SameFigure[] = [
  ...['Expected', 'At least', 'At most'].map((column) =>
    same(
      `${forecast}: ${column}`,
      at('appd-executive', forecast, first(column)),
      at('appd-forecast', forecast, first(column)),
    ),
  ),
  same(
    monthEnd,
    at('appd-executive', monthEnd, first('Expected')),
    at('appd-forecast', monthEnd, first('Expected')),
  ),
  same(
    'contracts on the overview and with the forecasts',
    at(
      'appd-executive',
      contracts,
      sorted('Contract', 'Capability', 'Tier', 'Entitled', 'Used', 'Head-room'),
    ),
    at('appd-forecast', contracts, sorted('Contract', 'Capability', 'Tier', 'Entitled', 'Used', 'Head-room')),
  ),
  same(
    'contracts with the forecasts and with usage',
    at('appd-forecast', contracts, sorted('Contract', 'Capability', 'Tier', 'Entitled', 'Used', 'Head-room')),
    at(
      'appd-usage',
      'Entitlement, head-room and renewal',
      sorted('Contract', 'Capability', 'Tier', 'Entitled', 'Used', 'Head-room'),
    ),
  ),
  same(
    'state of the data',
    at('appd-executive', 'State of the data', (rows) => rows),
    at('appd-admin', 'State of the data', (rows) => rows),
  ),
];
