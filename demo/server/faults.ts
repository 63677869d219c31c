/** What a FHIR server answers when it cannot do what was asked: status and OperationOutcome issue code. */
export class ServerFault extends Error {
  readonly status: number;
  /** Issue type of FHIR R4, value set issue-type. */
  readonly issue: string;

  constructor(status: number, issue: string, message: string) {
    super(message);
    this.name = "ServerFault";
    this.status = status;
    this.issue = issue;
  }
}
