/** Who is asked to act; a notification policy leads to them. */
export type Owner = 'licensing' | 'finance' | 'database';

/** `critical`: money or the service is at stake, somebody is called. `warning`: somebody looks at it on a working day. */
export type Severity = 'critical' | 'warning';

/** A figure of the warehouse: a view of `reporting` with `subject`, `value` and `detail`; only one subject of it when it has several. */
export interface WarehouseFigure {
  readonly view: string;
  readonly subject?: string;
}

/** A figure of Prometheus. */
export interface MeteredFigure {
  readonly promql: string;
}

/** A condition that somebody must hear of. Everything that Grafana needs follows from it. */
export interface AlertRule {
  /** Names the rule for good, without the prefix; its section in docs/runbook.md is "Alert: <name with spaces>". */
  readonly name: string;
  readonly title: string;
  /** Requirement or decision that asks for it. */
  readonly requirement: string;
  readonly figure: WarehouseFigure | MeteredFigure;
  readonly alarm: { readonly is: 'above' | 'below' | 'at least' | 'at most'; readonly limit: number };
  /** What the figure counts, e.g. `%`, `hours`. */
  readonly unit: string;
  /** How long it must last. */
  readonly lasts: string;
  readonly severity: Severity;
  readonly owner: Owner;
  /** The panel that shows it: uid of its dashboard, and its key there. */
  readonly panel: readonly [dashboardUid: string, key: string];
  /** What it means when there is no figure. */
  readonly whenNothing: 'OK' | 'Alerting' | 'NoData';
  /** What it means when the question cannot be asked. */
  readonly whenBroken: 'Error' | 'Alerting' | 'KeepLast';
  /** One line, with the value; a Go template without a dollar sign, which Grafana would take for a variable of the environment. */
  readonly summary: string;
  /** What it means for people, in a sentence or two. */
  readonly means: string;
}

/** The value of the figure in a template, with so many decimals. */
export const value = (decimals: number): string => `{{ printf "%.${decimals}f" .Values.B.Value }}`;

/** What the figure is of, e.g. a source or a price. */
export const subject = '{{ .Labels.subject }}';

export const uidOf = ({ name }: AlertRule): string => `appd-${name}`;

/** The heading of the rule in the runbook, as its anchor. */
export const runbookAnchor = ({ name }: AlertRule): string => `alert-${name}`;
