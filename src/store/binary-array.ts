/**
 * Arrays as PostgreSQL receives them in binary (array_recv, the send and receive functions of its types): a column of
 * many rows is one parameter, without text to write here and to parse there.
 */

/** Object ids of types, as pg_type.dat has them for good. */
const OID = { bigint: 20, bytea: 17, jsonb: 3802, text: 25, timestamptz: 1184, uuid: 2950 } as const;

const HEADER_BYTES = 20;
const NULL = -1;

/** `bytea[]`. */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  return arrayOf(OID.bytea, values);
}

/** `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  return arrayOf(OID.text, values);
}

/** `jsonb[]`, of JSON texts; the version of the format stands before each. */
export function jsonbArray(values: readonly string[]): Buffer {
  return arrayOf(
    OID.jsonb,
    values.map((value) => `\u0001${value}`),
  );
}

/** `uuid[]`. */
export function uuidArray(values: readonly string[]): Buffer {
  return arrayOf(
    OID.uuid,
    values.map((value) => Buffer.from(value.replaceAll("-", ""), "hex")),
  );
}

/** `bigint[]`, of whole numbers that a double holds. */
export function bigintArray(values: readonly number[]): Buffer {
  return arrayOf(OID.bigint, values.map(int64));
}

/** `timestamptz[]`, of milliseconds since 1970. */
export function timestamptzArray(values: readonly number[]): Buffer {
  return arrayOf(
    OID.timestamptz,
    values.map((value) => int64((value - YEAR_2000_MS) * 1_000)),
  );
}

/** PostgreSQL counts microseconds since 2000-01-01. */
const YEAR_2000_MS = Date.UTC(2000, 0, 1);

function int64(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeInt32BE(Math.floor(value / 2 ** 32), 0);
  bytes.writeUInt32BE(((value % 2 ** 32) + 2 ** 32) % 2 ** 32, 4);
  return bytes;
}

function arrayOf(oid: number, values: readonly (string | Uint8Array | null)[]): Buffer {
  let length = HEADER_BYTES;
  for (const value of values) length += 4 + lengthOf(value);
  const array = Buffer.allocUnsafe(length);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const value of values) at = write(array, at, value);
  return array;
}

function lengthOf(value: string | Uint8Array | null): number {
  if (value === null) return 0;
  return typeof value === "string" ? Buffer.byteLength(value) : value.length;
}

/** Returns where the next value goes. */
function write(array: Buffer, at: number, value: string | Uint8Array | null): number {
  if (value === null) return array.writeInt32BE(NULL, at);
  const start = at + 4;
  if (typeof value !== "string") array.set(value, start);
  const length = typeof value === "string" ? array.write(value, start) : value.length;
  array.writeInt32BE(length, at);
  return start + length;
}
