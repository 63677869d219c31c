/**
 * Values that occur once and nowhere else, shaped for their datatype. Each kind is recognizable:
 * text begins with CNRY, a point in time has a fraction that begins with .9, a day lies before 1900,
 * a decimal has a fraction that begins with 9, a whole number begins with 19 and has ten digits.
 */
export class CanaryMint {
  #texts = 0;
  #days = 0;
  #instants = 0;
  #decimals = 0;
  #integers = 0;

  /** Twelve characters of the base64, id and URL alphabets. */
  text(): string {
    return `CNRY${serial(++this.#texts)}`;
  }

  /** FHIR `date`: a day of its own, counted from 1000-01-01. */
  day(): string {
    return new Date(FIRST_DAY + ++this.#days * MS_PER_DAY).toISOString().slice(0, 10);
  }

  /** The same second as before, so that windows still hold, with a fraction of its own. */
  instant(original: string): string {
    return original.replace(/(T\d\d:\d\d:\d\d)(?:\.\d+)?/, `$1.9${serial(++this.#instants)}`);
  }

  /** The same whole part, with a fraction of its own. */
  decimal(original: string): string {
    return `${original.split(".")[0]}.9${serial(++this.#decimals)}`;
  }

  /** Fits the 32 bits of FHIR's integer. */
  integer(): string {
    return `19${serial(++this.#integers)}`;
  }
}

const FIRST_DAY = Date.UTC(1000, 0, 1);
const MS_PER_DAY = 86_400_000;
const SERIAL_DIGITS = 8;

function serial(count: number): string {
  return String(count).padStart(SERIAL_DIGITS, "0");
}
