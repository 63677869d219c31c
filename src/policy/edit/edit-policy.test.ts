import { describe, expect, test } from "vitest";
import { describeChange } from "../analyze/describe-change.ts";
import { changed, NOW } from "../testing/changed-policy.ts";
import type { PolicyFile } from "../types.ts";
import { validatePolicy } from "../validate.ts";
import { editPolicy } from "./edit-policy.ts";
import type { CellEdit, CeilingEdit, PolicyEdit } from "./types.ts";

const BILLER = "roles/biller.yaml";

function edited(edit: PolicyEdit, files: readonly PolicyFile[] = changed({})) {
  return editPolicy(files, edit, (texts) => validatePolicy(texts, NOW));
}

/** Lines that an edit takes out of (`-`) and puts into (`+`) the one file it changes, and the cells it changes. */
function effect(edit: PolicyEdit, files: readonly PolicyFile[] = changed({})): readonly string[] {
  const result = edited(edit, files);
  if (!result.ok) return [`refused: ${result.error.code}`];
  const lines = result.value.files.flatMap(({ path, text }) => {
    const old = (files.find((file) => file.path === path)?.text ?? "").split("\n");
    const now = (text ?? "").split("\n");
    return [
      ...old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`),
      ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
    ];
  });
  return [...lines, ...(result.value.cells ?? []).map(describeChange)];
}

function cell(element: string, as: CellEdit["as"], place: Partial<CellEdit> = {}): CellEdit {
  return { kind: "cell", role: "biller", purpose: "billing", on: "billable", element, as, ...place };
}

describe("an edit of a cell", () => {
  test("F006 takes an element out of a glob by writing the rest of it out", () => {
    expect(effect(cell("claim.lines", "drop"))).toEqual([
      "- elements: [D, claim.*]",
      "+ elements: [D, claim.dx-codes]",
      "lost biller/billing/claim.lines on billable [bh]",
    ]);
  });

  test("F006 takes an element out of a set by writing the set out", () => {
    expect(effect(cell("patient.address", "drop"))).toEqual([
      "- elements: [D, claim.*]",
      "+ elements: [patient.birth-date, patient.name, claim.*]",
      "lost biller/billing/patient.address on billable",
    ]);
  });

  test("F006 writes out only the part of a set that holds the element", () => {
    const files = changed({
      "sets/e.yaml": set("E", "elements: [patient.name, claim.*]"),
      [BILLER]: ["elements: [D, claim.*]", "elements: [E, patient.address]"],
    });
    expect(effect(cell("patient.name", "drop"), files)).toEqual([
      "- elements: [E, patient.address]",
      "+ elements: [claim.*, patient.address]",
      "lost biller/billing/patient.name on billable",
    ]);
  });

  test("F006 takes an element out of `purpose.need` by writing the need out", () => {
    const place = { purpose: "claim-support", on: "claim-assigned" };
    expect(effect(cell("patient.name", "drop", place))).toEqual([
      "- elements: [purpose.need]",
      "+ elements: [claim.*]",
      "lost biller/claim-support/patient.name on claim-assigned",
    ]);
  });

  test("F006 keeps the form of a set that is written out", () => {
    const files = changed({ [BILLER]: ["[D, claim.*]", '[{id: D, as: "mask"}, claim.*]'] });
    expect(effect(cell("patient.address", "drop"), files)[1]).toBe(
      "+ elements: [{id: patient.birth-date, as: mask}, {id: patient.name, as: mask}, claim.*]",
    );
  });

  test("F006 narrows an element of a set with one entry, which decides over the set", () => {
    expect(effect(cell("patient.birth-date", "generalize:year"))).toEqual([
      "- elements: [D, claim.*]",
      "+ elements: [D, claim.*, {id: patient.birth-date, as: generalize:year}]",
      "narrower biller/billing/patient.birth-date on billable: from keep to generalize:year",
    ]);
  });

  test("F006 gives back what a set gives by taking the entry out that narrowed it", () => {
    const files = changed({ [BILLER]: ["[D, claim.*]", "[D, {id: patient.name, as: mask}, claim.*]"] });
    expect(effect(cell("patient.name", "keep"), files)).toEqual([
      "- elements: [D, {id: patient.name, as: mask}, claim.*]",
      "+ elements: [D, claim.*]",
      "wider biller/billing/patient.name on billable: from mask to keep",
    ]);
  });

  test("F006 adds an element at the end of the list", () => {
    expect(effect(cell("directory.practitioner", "keep"))).toEqual([
      "- elements: [D, claim.*]",
      "+ elements: [D, claim.*, directory.practitioner]",
      "gained biller/billing/directory.practitioner on billable",
    ]);
  });

  test("F006 takes a segment pattern away that would name nothing any more", () => {
    const files = changed({
      [BILLER]: ["segments: {claim.*: [bh]}", "segments: {claim.lines: [bh], claim.dx-codes: [bh]}"],
    });
    expect(effect(cell("claim.lines", "drop"), files)).toContain("+ segments: {claim.dx-codes: [bh]}");
  });

  test("F006 takes a grant away with its last element, and says so when the role has no other", () => {
    const files = changed({ "roles/nurse.yaml": ["[D, note.body]", "[note.body]"] });
    const place = { role: "nurse", purpose: "treatment", on: "clinic" };
    expect(effect(cell("note.body", "drop", place), files).filter((line) => !line.startsWith("- "))).toEqual([
      "+ grants: none",
      "lost nurse/treatment/note.body on clinic [bh]",
    ]);
  });

  test("F006 changes nothing where the policy says so already", () => {
    expect(effect(cell("claim.lines", "keep"))).toEqual([]);
    expect(effect(cell("patient.ssn", "drop"))).toEqual([]);
  });

  test("F006 keeps the comments of what stays and of what it puts in another's place", () => {
    const [find, put] = [
      "elements: [D, claim.*]",
      "elements:\n      # greeting\n      - D\n      # the work\n      - claim.* # all of it",
    ];
    const result = edited(cell("claim.lines", "drop"), changed({ [BILLER]: [find, put] }));
    const [file] = result.ok ? result.value.files : [];
    expect(file?.text).toContain(
      "elements:\n      # greeting\n      - D\n      # the work\n      - claim.dx-codes # all of it\n",
    );
  });

  test.each([
    ["an element beyond the purpose's ceiling", cell("patient.ssn", "keep"), "beyond_ceiling"],
    ["an element that the role may never have", cell("note.body", "keep"), "role_never"],
    ["an element that nobody declares", cell("patient.nmae", "keep"), "element_unknown"],
    ["a set, which is many cells", cell("D", "keep"), "element_unknown"],
    ["a role that nobody declares", cell("claim.lines", "keep", { role: "bilker" }), "role_unknown"],
    ["a place without a grant", cell("claim.lines", "keep", { on: "clinic" }), "grant_absent"],
  ])("F006 refuses %s", (_what, edit, code) => {
    expect(effect(edit)).toEqual([`refused: ${code}`]);
  });

  test("F006 refuses a form that has no join with that of another grant", () => {
    const grant =
      "  - purpose: billing\n    on: clinic\n    can: [read]\n    elements: [{id: patient.birth-date, as: mask}]\n";
    const files = changed({
      [BILLER]: ["  - purpose: claim-support\n", `${grant}  - purpose: claim-support\n`],
    });
    expect(effect(cell("patient.birth-date", "tokenize"), files)).toEqual(["refused: cannot_join"]);
  });

  test("F006 refuses any cell of a policy that does not compile, and says why it does not", () => {
    const files = changed({ [BILLER]: ["on: billable", "on: bilable"] });
    const result = edited(cell("claim.lines", "drop"), files);
    expect(result).toMatchObject({
      ok: false,
      error: { code: "policy_invalid", diagnostics: [{ id: "POL-208" }] },
    });
  });
});

describe("an edit of a grant", () => {
  const place = { kind: "grant", role: "biller", purpose: "payment", on: "clinic" } as const;

  test("F006 adds one after the others", () => {
    const grant = {
      can: ["read" as const],
      elements: ["patient.name", { id: "patient.address", as: "mask" as const }],
    };
    expect(effect({ ...place, grant })).toEqual([
      "+ - purpose: payment",
      "+ on: clinic",
      "+ elements: [patient.name, {id: patient.address, as: mask}]",
      "gained biller/payment/patient.address on clinic as mask",
      "gained biller/payment/patient.name on clinic",
    ]);
  });

  test("F006 takes one away", () => {
    const gone = { ...place, purpose: "claim-support", on: "claim-assigned", grant: null };
    expect(effect(gone).filter((line) => line.startsWith("lost"))).toHaveLength(3);
  });

  test("F006 gives a role without grants its first", () => {
    const grant = { can: ["read" as const], elements: ["patient.name"] };
    expect(effect({ ...place, role: "privacy-officer", grant })).toEqual([
      "- grants: none",
      "+ grants:",
      "+ - purpose: payment",
      "+ on: clinic",
      "+ can: [read]",
      "+ elements: [patient.name]",
      "gained privacy-officer/payment/patient.name on clinic",
    ]);
  });

  test("F006 puts one in the place of the one there", () => {
    const grant = { can: ["read" as const], elements: ["claim.lines"] };
    const there = { ...place, purpose: "claim-support", on: "claim-assigned", grant };
    expect(effect(there)).toContain("lost biller/claim-support/patient.name on claim-assigned");
  });

  test("F006 refuses to take away what is not there", () => {
    expect(effect({ ...place, grant: null })).toEqual(["refused: grant_absent"]);
  });
});

describe("an edit of what a purpose says of an element", () => {
  function ceiling(element: string, list: CeilingEdit["list"], purpose = "billing"): CeilingEdit {
    return { kind: "ceiling", purpose, element, list };
  }

  test("F006 moves it from one list to another", () => {
    expect(effect(ceiling("directory.practitioner", "never"))).toEqual([
      "- need: [D, claim.*, directory.*]",
      "- never: [patient.ssn, segment:psychotherapy]",
      "+ need: [D, claim.*]",
      "+ never: [patient.ssn, segment:psychotherapy, directory.practitioner]",
    ]);
  });

  test("F006 lets `purpose.need` in a grant follow", () => {
    expect(effect(ceiling("note.body", "need", "claim-support"))).toEqual(["refused: role_never"]);
    const files = changed({ [BILLER]: ["never: [note.*]\n", ""] });
    expect(effect(ceiling("note.body", "need", "claim-support"), files)).toEqual([
      "- need: [patient.name, claim.*]",
      "+ need: [patient.name, claim.*, note.body]",
      "gained biller/claim-support/note.body on claim-assigned",
    ]);
  });

  test("F006 takes a list away that would be empty", () => {
    const files = changed({
      "purposes/payment.yaml": ["acts: [use,", "elements: {mayAsk: [note.body]}\nacts: [use,"],
    });
    expect(effect(ceiling("note.body", "unsaid", "payment"), files)).toEqual([
      "- elements: {mayAsk: [note.body]}",
    ]);
  });

  test("F006 refuses to empty a list that a role may ask by", () => {
    expect(effect(ceiling("note.body", "unsaid"))).toEqual(["refused: policy_invalid"]);
  });

  test("F006 writes the first word on an element of a purpose that said nothing", () => {
    expect(effect(ceiling("patient.ssn", "never", "payment"))).toEqual([
      "+ elements:",
      "+ never: [patient.ssn]",
    ]);
  });

  test.each([
    ["a ceiling below what a grant gives", ceiling("patient.address", "unsaid"), "beyond_ceiling"],
    ["a ceiling below what is disclosed", ceiling("claim.lines", "never"), "purpose_never"],
    ["a need that would refuse all else", ceiling("patient.name", "need", "payment"), "need_absent"],
    ["a purpose that nobody declares", ceiling("patient.name", "need", "biling"), "purpose_unknown"],
  ])("F006 refuses %s", (_what, edit, code) => {
    expect(effect(edit)).toEqual([`refused: ${code}`]);
  });

  test("F006 refuses to take out the last thing a purpose needs", () => {
    const files = changed({ "purposes/claim-support.yaml": ["[patient.name, claim.*]", "[patient.name]"] });
    expect(effect(ceiling("patient.name", "never", "claim-support"), files)).toEqual(["refused: need_empty"]);
  });
});

describe("a file edited by hand", () => {
  test("F006 is taken as written, with what is wrong with it", () => {
    const result = edited({ kind: "file", path: BILLER, text: "kind: Role\n" });
    expect(result).toMatchObject({ ok: true, value: { policy: null, cells: null } });
    expect(result.ok && result.value.diagnostics.length).toBeGreaterThan(0);
  });

  test("F006 names the cells it changes when it compiles", () => {
    const text =
      changed({ [BILLER]: ["[D, claim.*]", "[D, claim.dx-codes]"] }).find(({ path }) => path === BILLER)
        ?.text ?? "";
    const result = edited({ kind: "file", path: BILLER, text });
    expect(result.ok && result.value.cells?.map(describeChange)).toEqual([
      "lost biller/billing/claim.lines on billable [bh]",
    ]);
  });

  test.each([
    "../secrets.yaml",
    "/etc/passwd",
    "roles/biller.json",
    "roles/.hidden.yaml",
    "Roles/x.yaml",
    "",
  ])("F006 stays within the policy folder: `%s` is refused", (path) => {
    expect(effect({ kind: "file", path, text: "" })).toEqual(["refused: path_invalid"]);
  });

  test("F006 may not hold what is no text", () => {
    expect(effect({ kind: "file", path: BILLER, text: "why: \0" })).toEqual(["refused: text_invalid"]);
  });

  test("F006 may take a file out, but not one that is not there", () => {
    expect(edited({ kind: "file", path: BILLER, text: null })).toMatchObject({
      ok: true,
      value: { files: [{ text: null }] },
    });
    expect(effect({ kind: "file", path: "roles/none.yaml", text: null })).toEqual(["refused: file_absent"]);
  });
});

function set(id: string, body: string): string {
  return `apiVersion: modicum/v1\nkind: ElementSet\nid: ${id}\ntitle: T\nowner: privacy-officer\nreviewBy: 2027-05-01\ncfr: [164.514(d)(2)]\nwhy: For a test.\n${body}\n`;
}
