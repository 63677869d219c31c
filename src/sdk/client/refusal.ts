/** An answer other than success. The message is the server's, which never holds PHI. */
export class ModicumRefusal extends Error {
  readonly status: number;
  /** The reason code, where the server names one: `purpose_missing`, `no_grant`… */
  readonly code: string | null;
  /** The entry in the record; `modicum explain ID` tells more. */
  readonly entryId: string | null;

  constructor(status: number, code: string | null, message: string, entryId: string | null) {
    super(message);
    this.name = "ModicumRefusal";
    this.status = status;
    this.code = code;
    this.entryId = entryId;
  }
}

interface Outcome {
  readonly issue?: readonly {
    readonly details?: { readonly coding?: readonly { readonly code?: string }[]; readonly text?: string };
  }[];
}

/** Reads an OperationOutcome, a problem (RFC 9457) or the string of an AuthZEN error. */
export async function refusalOf(response: Response): Promise<ModicumRefusal> {
  const body: unknown = await response.json().catch(() => null);
  const entryId = response.headers.get("x-request-id");
  if (typeof body === "string") return new ModicumRefusal(response.status, null, body, entryId);
  const { code, title } = (body ?? {}) as { code?: string; title?: string };
  const details = ((body ?? {}) as Outcome).issue?.[0]?.details;
  const message = title ?? details?.text ?? `the server answered ${response.status}`;
  return new ModicumRefusal(response.status, code ?? details?.coding?.[0]?.code ?? null, message, entryId);
}
