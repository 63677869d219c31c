import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import { isTimeRule } from "../time.ts";
import { CSV_FIELDS, type CsvMapping, EVENT_KINDS } from "../types.ts";

const text = z.string().min(1).max(200);
const Field = z.strictObject({
  column: text.optional(),
  constant: text.optional(),
  values: z.record(z.string().max(200), text).optional(),
  otherwise: text.optional(),
});

function columnAlone(rule: unknown): unknown {
  return typeof rule === "string" ? { column: rule } : rule;
}

/** A mapping as it is written: `column` may stand alone in place of a rule. */
const Mapping = z.strictObject({
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  time: z.strictObject({ format: text, zone: text.optional() }),
  fields: z.partialRecord(z.enum(CSV_FIELDS), z.preprocess(columnAlone, Field)),
});

/**
 * Reads a mapping of columns to fields.
 * @throws AppError `input_invalid` that names what is wrong with it
 */
export function readMapping(value: unknown): CsvMapping {
  const parsed = Mapping.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refused(
      `\`${issue?.path.join(".") || "mapping"}\`: ${issue?.message.toLowerCase() ?? "unreadable"}`,
    );
  }
  const { fields, time } = parsed.data;
  if (fields.at?.column === undefined) throw refused("`fields.at` names the column of the time");
  if (!isTimeRule(time)) throw refused("`time` needs a format of a whole moment, and a zone that there is");
  for (const [name, rule] of Object.entries(fields))
    if ((rule.column === undefined) === (rule.constant === undefined))
      throw refused(`\`fields.${name}\` is a column or a constant`);
  refuseUnknownWords(fields);
  return parsed.data;
}

/** What a field may say in the end, where it is one of few words. */
const WORDS: Readonly<Partial<Record<(typeof CSV_FIELDS)[number], readonly string[]>>> = {
  kind: EVENT_KINDS,
  outcome: ["permit", "deny", "error"],
};

function refuseUnknownWords(fields: CsvMapping["fields"]): void {
  for (const [name, words] of Object.entries(WORDS)) {
    const rule = fields[name as keyof typeof WORDS];
    const said = [rule?.constant, rule?.otherwise, ...Object.values(rule?.values ?? {})];
    const wrong = said.find((word) => word !== undefined && !words.includes(word));
    if (wrong !== undefined) throw refused(`\`fields.${name}\` cannot be \`${wrong}\``);
  }
}

function refused(what: string): AppError {
  return new AppError("input_invalid", `the mapping cannot be used: ${what}`, {
    hint: "see `modicum intake csv --help` for a mapping that can",
  });
}
