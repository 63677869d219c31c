import type { RecordFacts } from "../../../catalogue/types.ts";
import type { ElementView } from "../../../decision/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { LinkReader } from "./link-reader.ts";
import type { ShownText } from "./shown-text.ts";
import { Written } from "./written.ts";

/** What the caller is shown of one record, before links and labels of the gateway are put in. */
export interface Seen {
  readonly facts: RecordFacts;
  readonly view: ElementView;
  readonly projected: ShownText;
}

/**
 * A record as the caller sees it, with what the audit entry needs to know about it.
 * INVARIANT: it is rebuilt, and holds nothing else of what the upstream sent.
 */
export class Shown implements Seen {
  readonly facts: RecordFacts;
  readonly view: ElementView;
  readonly projected: ShownText;
  readonly written: Written;
  readonly #reader: LinkReader;
  readonly #whose: string | undefined;
  #ref: string | undefined;

  /** `whose` is that of the record's survey. */
  constructor(
    { facts, view, projected }: Seen,
    written: Written,
    reader: LinkReader,
    whose: string | undefined,
  ) {
    this.facts = facts;
    this.view = view;
    this.projected = projected;
    this.written = written;
    this.#reader = reader;
    this.#whose = whose;
  }

  get id(): string {
    return this.facts.id;
  }

  /** `Type/id` */
  get ref(): string {
    this.#ref ??= `${this.facts.type}/${this.facts.id}`;
    return this.#ref;
  }

  /** As an object; who only writes it down takes `written`. */
  get resource(): JsonObject {
    return this.written.object;
  }

  /** What says whose record it is, and perhaps more: all that a structural search parameter reads, the id apart. */
  get links(): JsonObject {
    if (!this.written.isText) return this.resource;
    // Before it was marked, it is shorter, and says the same there.
    return this.#reader.linksIn(this.projected.written ?? this.written, this.#whose);
  }

  /** Its type and id, and perhaps more. */
  get named(): JsonObject {
    const { type, id } = this.facts;
    return this.written.isText ? { resourceType: type, id } : this.resource;
  }

  /** The same record with this in place of what is shown of it. */
  as(resource: JsonObject): Shown {
    return new Shown(this, Written.ofObject(resource), this.#reader, this.#whose);
  }
}
