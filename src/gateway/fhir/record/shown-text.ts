import type { ByteProjected } from "../../../projection/bytes/types.ts";
import type { Projected } from "../../../projection/types.ts";
import { Written } from "./written.ts";

/** What of a record may be seen, with what the audit entry needs to know about it. */
export interface ShownText extends Pick<Projected, "released" | "withheld" | "unmapped"> {
  /** Null: nothing of it may be seen, so it is not there. */
  readonly written: Written | null;
}

export function byObject({ resource, released, withheld, unmapped }: Projected): ShownText {
  return { written: resource && Written.ofObject(resource), released, withheld, unmapped };
}

/** Its account is worked out when somebody asks for it. */
export function byBytes(projected: ByteProjected): ShownText {
  const { json } = projected;
  return new ShownBytes(json && Written.ofBytes(json), projected);
}

class ShownBytes implements ShownText {
  readonly written: Written | null;
  readonly #projected: ByteProjected;

  constructor(written: Written | null, projected: ByteProjected) {
    this.written = written;
    this.#projected = projected;
  }

  get released(): ReadonlySet<number> {
    return this.#projected.released;
  }

  get withheld(): ReadonlySet<number> {
    return this.#projected.withheld;
  }

  get unmapped(): ReadonlySet<string> {
    return this.#projected.unmapped;
  }
}
