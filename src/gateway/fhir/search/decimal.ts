/** A decimal as written: `value = digits × 10^-scale`. Exact, for FHIR decimals must not pass through binary floats. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
  /**
   * Power of ten within which a search for this number is precise: `100` has 0, `5.40` has -2. `1e2` has 1,
   * since FHIR R4 search, 3.1.1.4.6, has it stand for [95, 105).
   */
  readonly precision: number;
}

const DECIMAL = /^([-+]?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d{1,3}))?$/;
const MAX_LENGTH = 40;

/** Reads a FHIR decimal (R4 datatypes, decimal); undefined when it is none, or beyond any clinical size. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = text.length > MAX_LENGTH ? null : DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponentText] = match;
  const exponent = Number(exponentText ?? "0");
  if (Math.abs(exponent) > MAX_LENGTH) return undefined;
  const lastPlace = exponent - fraction.length;
  const unsigned = BigInt(whole + fraction) * (lastPlace > 0 ? 10n ** BigInt(lastPlace) : 1n);
  return {
    digits: sign === "-" ? -unsigned : unsigned,
    scale: Math.max(0, -lastPlace),
    precision: exponentText === undefined ? lastPlace : lastPlace - 1,
  };
}

/** Digits of the decimal at a larger scale, so that decimals of one scale compare as integers. */
export function atScale(decimal: Decimal, scale: number): bigint {
  return decimal.digits * 10n ** BigInt(scale - decimal.scale);
}
