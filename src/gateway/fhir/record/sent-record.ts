import { surveyOf } from "../../../catalogue/survey.ts";
import type { Survey } from "../../../catalogue/survey.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import { parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { ByteScanner, Span } from "../../../projection/bytes/types.ts";
import { PageText } from "./page-text.ts";
import type { Projecting } from "./projecting.ts";
import type { ShownText } from "./shown-text.ts";
import { byBytes, byObject } from "./shown-text.ts";

/** A record among those of a text. */
interface RecordText {
  readonly page: PageText;
  readonly at: number;
}

/**
 * A record as the upstream sent it. It goes through the gateway as bytes, and is read as an object where the scanner is
 * in doubt, where there is none, and where something rare has to look into it.
 */
export class SentRecord {
  readonly #text: RecordText | null;
  #object: JsonObject | undefined;
  #survey: { readonly of: Survey; readonly segments: readonly SegmentDefinition[] } | undefined;

  private constructor(object: JsonObject | undefined, text: RecordText | null) {
    this.#object = object;
    this.#text = text;
  }

  static ofObject(object: JsonObject): SentRecord {
    return new SentRecord(object, null);
  }

  /** The records at these places of a text that does not change while they are in use. */
  static allOf(text: Uint8Array, spans: readonly Span[]): readonly SentRecord[] {
    const page = new PageText(text, spans);
    return spans.map((_, at) => new SentRecord(undefined, { page, at }));
  }

  /** The record that a whole text is. */
  static ofText(text: Uint8Array): SentRecord {
    return new SentRecord(undefined, { page: new PageText(text, [{ from: 0, until: text.length }]), at: 0 });
  }

  /** @throws AppError `upstream_invalid` where it is no JSON */
  get object(): JsonObject {
    this.#object ??= parsed(this.#text);
    return this.#object;
  }

  /** What it mentions, as far as it matters under these segments. @throws AppError `upstream_invalid` */
  survey(segments: readonly SegmentDefinition[], scanner: Pick<ByteScanner, "survey"> | null): Survey {
    if (this.#survey?.segments !== segments)
      this.#survey = { of: this.#surveyedBy(scanner, segments) ?? surveyOf(this.object), segments };
    return this.#survey.of;
  }

  /** What of it may be seen under this view. @throws AppError `upstream_invalid` */
  project({ bytes, objects, context }: Projecting, elements: TransformVector): ShownText {
    const found =
      bytes === null || this.#text === null
        ? null
        : this.#text.page.project(bytes.scanner, bytes.views.of(elements), this.#text.at, context);
    return found === null ? byObject(objects.project(this.object, elements, context)) : byBytes(found);
  }

  #surveyedBy(
    scanner: Pick<ByteScanner, "survey"> | null,
    segments: readonly SegmentDefinition[],
  ): Survey | null {
    if (scanner === null || this.#text === null || this.#object !== undefined) return null;
    const { page, at } = this.#text;
    return scanner.survey(page.text, segments, page.span(at));
  }
}

function parsed(record: RecordText | null): JsonObject {
  try {
    const { page, at } = record ?? NOTHING;
    const { from, until } = page.span(at);
    return parseJsonObject(page.text.subarray(from, until));
  } catch (cause) {
    throw new AppError("upstream_invalid", "the upstream's answer is not readable json", { cause });
  }
}

const NOTHING: RecordText = { page: new PageText(new Uint8Array(), []), at: 0 };
