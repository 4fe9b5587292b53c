/** The part of `ml-regression` that we use; the package ships no types. */
declare module 'ml-regression' {
  /** Ordinary least squares through (x, y). */
  export class SimpleLinearRegression {
    constructor(x: readonly number[], y: readonly number[]);
    readonly slope: number;
    readonly intercept: number;
    predict(x: number): number;
  }
}
