import { describe, expect, test } from "vitest";
import { AppError } from "./errors.ts";
import { JsonNumber, MAX_JSON_DEPTH, parseJson, parseJsonObject, stringifyJson } from "./json.ts";

function refusalOf(input: string | Uint8Array): string {
  try {
    parseJson(input);
  } catch (error) {
    if (error instanceof AppError && error.code === "input_invalid") return error.message;
    throw error;
  }
  throw new Error("was read");
}

function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

describe("parseJson", () => {
  test.each(["1.00", "12345678901234567890", "1e400", "-0", "0.1E+2"])(
    "keeps the literal of `%s`",
    (literal) => {
      expect(parseJson(literal)).toEqual(new JsonNumber(literal));
      expect(stringifyJson(parseJson(literal))).toBe(literal);
    },
  );

  test.each(["01", "1.", ".5", "-", "+1", "1e", "0x1", "NaN", "Infinity", "1_0"])(
    "refuses `%s`, which is no JSON number",
    (literal) => {
      expect(refusalOf(literal)).toMatch(/^json refused/);
    },
  );

  test("refuses a duplicate key", () => {
    expect(refusalOf('{"id":"a","id":"b"}')).toBe("json refused at line 1, byte 10: duplicate key");
  });

  test("refuses a duplicate key in an escaped spelling", () => {
    expect(refusalOf('{"id":"a","\\u0069d":"b"}')).toContain("duplicate key");
  });

  test("reads a single escaped key as the key it spells", () => {
    expect(Object.keys(parseJsonObject('{"\\u0069d":1}'))).toEqual(["id"]);
  });

  test("takes `__proto__`, `constructor` and `toString` as ordinary keys", () => {
    const object = parseJsonObject('{"__proto__":{"a":1},"constructor":2,"toString":3}');
    expect(Object.getPrototypeOf(object)).toBeNull();
    expect(Object.keys(object)).toEqual(["__proto__", "constructor", "toString"]);
    expect(stringifyJson(object)).toBe('{"__proto__":{"a":1},"constructor":2,"toString":3}');
  });

  test("refuses a duplicate `__proto__`", () => {
    expect(refusalOf('{"__proto__":1,"__proto__":2}')).toContain("duplicate key");
  });

  test("reads up to the depth limit and refuses one level more", () => {
    expect(stringifyJson(parseJson(nested(MAX_JSON_DEPTH)))).toBe(nested(MAX_JSON_DEPTH));
    expect(refusalOf(nested(MAX_JSON_DEPTH + 1))).toContain("nested too deep");
  });

  test("refuses a million open brackets without exhausting the stack", () => {
    expect(refusalOf("[".repeat(1_000_000))).toContain("nested too deep");
  });

  test("names line and byte of invalid UTF-8, past a genuine replacement character", () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":"\uFFFD",\n"b":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    expect(refusalOf(bytes)).toBe("json refused at line 2, byte 17: invalid utf-8");
  });

  test.each([
    ["an overlong encoding", [0x22, 0xc0, 0xaf, 0x22]],
    ["a surrogate encoded in three bytes", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a truncated sequence", [0x22, 0xe2, 0x82]],
  ])("refuses %s", (_, bytes) => {
    expect(refusalOf(Uint8Array.from(bytes))).toContain("invalid utf-8");
  });

  test.each(['"\\ud800"', '"\\udc00\\ud800"', '"\ud800"', '"\\ud83d x"'])(
    "refuses a lone surrogate in %j",
    (text) => {
      expect(refusalOf(text)).toContain("lone surrogate");
    },
  );

  test("reads a surrogate pair, escaped or not", () => {
    expect(parseJson('"\\ud83d\\ude00"')).toBe("😀");
    expect(parseJson('"😀"')).toBe("😀");
  });

  test("skips one byte order mark, and refuses a second", () => {
    expect(parseJson(Buffer.from('\uFEFF{"a":true}'))).toEqual({ a: true });
    expect(refusalOf("\uFEFF\uFEFF1")).toContain("expected a value");
  });

  test.each(["{} {}", "1 2", '{"a":1}x', "[],", "null\u00a0"])(
    "refuses what follows the value in %j",
    (text) => {
      expect(refusalOf(text)).toContain("more after the value");
    },
  );

  test.each([
    "",
    " ",
    "{",
    "[1,",
    '{"a"',
    '{"a":',
    '"abc',
    "tru",
    "[1,]",
    '{"a":1,}',
    "{,}",
    "[1 2]",
    "{a:1}",
    "'a'",
    '"\\x"',
    '"\\u00g0"',
    '"\n"',
    '"\\n\t"',
  ])("refuses %j", (text) => {
    expect(refusalOf(text)).toMatch(/^json refused at line \d+, byte \d+: /);
  });

  test("never repeats content in a refusal", () => {
    expect(refusalOf('{"ssn":"999-12-3456","ssn":"999-12-3456"}')).not.toMatch(/ssn|999/);
  });

  test("reads a view into a larger buffer, and nothing beside it", () => {
    const whole = Buffer.from('xx{"a":1}yy');
    expect(stringifyJson(parseJson(new Uint8Array(whole.buffer, whole.byteOffset + 2, 7)))).toBe('{"a":1}');
  });

  test("refuses an array where an object is asked for", () => {
    expect(() => parseJsonObject("[]")).toThrow("json is not an object");
  });
});

describe("stringifyJson", () => {
  test("keeps the order of members and escapes what must be escaped", () => {
    expect(stringifyJson({ b: 'q"\\\n\u0001', a: [null, false, new JsonNumber("1.50")] })).toBe(
      '{"b":"q\\"\\\\\\n\\u0001","a":[null,false,1.50]}',
    );
  });

  test("leaves undefined members out", () => {
    expect(stringifyJson({ a: undefined, b: "x" })).toBe('{"b":"x"}');
  });

  test("refuses a lone surrogate, in a value or a key", () => {
    expect(() => stringifyJson("\ud800")).toThrow("lone surrogate");
    expect(() => stringifyJson({ "\udc00": null })).toThrow("lone surrogate");
  });
});
