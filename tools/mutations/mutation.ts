/** A way to break a rule of money, and the test that must notice. */
export interface Mutation {
  /** The rule that is broken, e.g. `R3`. */
  readonly rule: string;
  /** What goes wrong, in a few words. */
  readonly breaks: string;
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The test file that must fail. */
  readonly test: string;
  /** Only tests whose names match; names the rule. */
  readonly named: string;
}
