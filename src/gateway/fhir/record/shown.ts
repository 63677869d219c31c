import type { RecordFacts } from "../../../catalogue/types.ts";
import type { ElementView } from "../../../decision/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { ShownText } from "./shown-text.ts";
import { topMembers } from "./top-members.ts";
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
  readonly #structural: ReadonlySet<string>;
  #links: JsonObject | undefined;

  /** `structural` names the members at the top of the type that say which record it is and whose. */
  constructor({ facts, view, projected }: Seen, written: Written, structural: ReadonlySet<string>) {
    this.facts = facts;
    this.view = view;
    this.projected = projected;
    this.written = written;
    this.#structural = structural;
  }

  get id(): string {
    return this.facts.id;
  }

  /** As an object; who only writes it down takes `written`. */
  get resource(): JsonObject {
    return this.written.object;
  }

  /** The structural members alone: all that a structural search parameter reads. */
  get links(): JsonObject {
    const { text } = this.written;
    this.#links ??= text === null ? this.resource : topMembers(text, this.#structural);
    return this.#links;
  }

  /** The same record with this in place of what is shown of it. */
  as(resource: JsonObject): Shown {
    return new Shown(this, Written.ofObject(resource), this.#structural);
  }
}
