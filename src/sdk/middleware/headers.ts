/** What a client asks of a copy it has: answered of the whole body, it would tell of what is withheld. */
export const CONDITIONS = [
  "if-none-match",
  "if-modified-since",
  "if-match",
  "if-unmodified-since",
  "if-range",
  "range",
];

/** What says something of the whole body, or of how much there is. */
export const TELLING = [
  "content-length",
  "content-encoding",
  "etag",
  "last-modified",
  "content-md5",
  "digest",
  "content-digest",
  "repr-digest",
  "content-range",
  "accept-ranges",
  "link",
  "x-total-count",
];

export const JSON_UTF8 = "application/json; charset=utf-8";
