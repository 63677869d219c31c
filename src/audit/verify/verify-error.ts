/** The verifier cannot work: a file or a server is not there, or an option is not as it must be. Never a finding. */
export class VerifyError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "VerifyError";
    this.hint = hint;
  }
}
