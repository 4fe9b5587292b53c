/** What was chosen for a variable. */
export interface VariableValue {
  readonly values: readonly string[];
  /** All of them: `values` then holds every option, unless the dashboard has a value that stands for all. */
  readonly isAll: boolean;
  /** That value, in SQL of its own, put in as it stands; null: none. */
  readonly allValue: string | null;
  /** May several be chosen? Grafana's PostgreSQL data source then quotes a value that is written without a format. */
  readonly multi?: boolean;
}

export type Variables = Readonly<Record<string, VariableValue>>;

/** How links call "all". */
export const allInLinks = '$__all';
export const allInWords = 'All';
