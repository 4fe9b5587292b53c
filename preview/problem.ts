/** What a reader of the preview is told when something cannot be shown; `status` is that of HTTP. */
export class Problem extends Error {
  readonly status: 400 | 403 | 404 | 422;

  constructor(status: Problem['status'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
