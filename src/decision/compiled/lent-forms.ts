import type { Slice, TemporaryGrant } from "../types.ts";

/** What temporary grants have in common that give the same, for the same, in the same systems. */
export interface LentForm {
  /** From 1. */
  readonly number: number;
  /** The grant and slice of the first. */
  readonly grant: TemporaryGrant;
  readonly slice: Slice;
}

/** How many are numbered under one policy: as many as fit beside plan and type into a cell. */
const MOST = 4095;

/** The forms of one policy. */
export class LentForms {
  private readonly forms: LentForm[] = [];
  private readonly byText = new Map<string, LentForm>();

  /** Null when no numbers are left. */
  formOf(grant: TemporaryGrant, slice: Slice): LentForm | null {
    const codes = slice.elements.join("");
    const text = [grant.kind, grant.purpose, grant.act, grant.segments, codes, ...grant.systems].join("\0");
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    if (this.forms.length >= MOST) return null;
    const form = { number: this.forms.length + 1, grant, slice };
    this.forms.push(form);
    this.byText.set(text, form);
    return form;
  }

  formAt(number: number): LentForm | undefined {
    return this.forms[number - 1];
  }
}
