import { unzipSync, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { type Manifest, sha256, zipPack } from "./pack.ts";
import { provenPack } from "./testing/proven-pack.ts";
import { verifyPack } from "./verify-pack.ts";

type Proven = Awaited<ReturnType<typeof provenPack>>;

let proven: Proven;
let other: Proven;
beforeAll(async () => {
  [proven, other] = [await provenPack(["who,what\r\n", "one", "two"]), await provenPack(["elsewhere"])];
});

/** Classes of what is found in the pack with this change. */
function found(change: (manifest: Manifest, contents: Map<string, Uint8Array>) => Manifest): string[] {
  const contents = new Map(proven.contents);
  const zip = zipPack(change(structuredClone(proven.manifest), contents), contents);
  return verifyPack(zip, proven.key).findings.map(({ class: name, place }) => `${name} ${place}`);
}

const NO_MANIFEST = JSON.stringify({ format: "modicum-evidence/1", record: {}, artifacts: [null] });
const FIRST = "artifacts/01-people.csv";

/** The manifest with something else in its first artifact. */
function withFirst(manifest: Manifest, change: object): Manifest {
  const [first, ...rest] = manifest.artifacts;
  if (first === undefined) throw new Error("there is a first");
  return { ...manifest, artifacts: [{ ...first, ...change }, ...rest] };
}

describe("a pack of evidence", () => {
  it("EVI-20 F133 is found whole by its bytes alone, each hash proven to stand in the signed record", () => {
    const verdict = verifyPack(zipPack(proven.manifest, proven.contents), proven.key);
    expect(verdict).toMatchObject({ findings: [], proven: 3, keyWasGiven: true });
  });

  it("EVI-20 says that nobody vouched for a key that came with the pack", () => {
    expect(verifyPack(zipPack(proven.manifest, proven.contents), null).keyWasGiven).toBe(false);
  });

  it("EVI-21 is the same ZIP for the same manifest and bytes", () => {
    const zip = () => sha256(zipPack(proven.manifest, proven.contents));
    expect(zip()).toBe(zip());
  });

  it("EVI-22 shows a changed file", () => {
    const changed = found((manifest, contents) => {
      contents.set(FIRST, Buffer.from("who,else\r\n"));
      return manifest;
    });
    expect(changed).toEqual([`file-altered ${FIRST}`]);
  });

  it("EVI-22 shows a file that is missing, and one that nobody listed", () => {
    const changed = found((manifest, contents) => {
      contents.delete(FIRST);
      contents.set("artifacts/99-more.csv", Buffer.from("x"));
      return manifest;
    });
    expect(changed).toEqual([`file-missing ${FIRST}`, "file-unlisted artifacts/99-more.csv"]);
  });

  it("EVI-22 shows a file and a manifest that were changed together", () => {
    const forged = Buffer.from("forged");
    const changed = found((manifest, contents) => {
      contents.set(FIRST, forged);
      return withFirst(manifest, { sha256: sha256(forged), bytes: forged.length });
    });
    expect(changed).toEqual([`entry-elsewhere ${FIRST}`]);
  });

  it.each([null, {}, { index: 0, logForm: "", checkpoint: 5, path: "" }])(
    "EVI-22 shows an artifact whose proof was taken away: %j",
    (proof) => {
      expect(found((manifest) => withFirst(manifest, { proof }))).toEqual([`entry-elsewhere ${FIRST}`]);
    },
  );

  it("EVI-22 shows an entry that was written to fit", () => {
    const changed = found((manifest) => {
      const proof = manifest.artifacts[0]?.proof;
      return withFirst(manifest, {
        proof: { ...proof, logForm: `${proof?.logForm.slice(0, -1) ?? ""},"zz":1}` },
      });
    });
    expect(changed).toEqual([`entry-unproven ${FIRST}`]);
  });

  it("EVI-22 shows a checkpoint of somebody else's key", () => {
    const foreign = other.manifest.artifacts[0]?.proof?.checkpoint;
    const changed = found((manifest) =>
      withFirst(manifest, { proof: { ...manifest.artifacts[0]?.proof, checkpoint: foreign } }),
    );
    expect(changed).toEqual([`checkpoint-unsigned ${FIRST}`]);
    expect(verifyPack(zipPack(proven.manifest, proven.contents), other.key).findings[0]?.class).toBe(
      "checkpoint-unsigned",
    );
  });

  it("EVI-22 shows sums that do not fit", () => {
    const files = unzipSync(zipPack(proven.manifest, proven.contents));
    files["SHA256SUMS"] = Buffer.from("00  manifest.json\n");
    expect(verifyPack(zipSync(files), proven.key).findings).toEqual([
      { class: "sums-altered", place: "SHA256SUMS" },
    ]);
  });

  it.each([
    ["no ZIP", Buffer.from("text"), "this is no ZIP file"],
    ["a ZIP of something else", zipSync({ a: Buffer.from("b") }), "there is no manifest"],
    [
      "a manifest that is none",
      zipSync({ "manifest.json": Buffer.from(NO_MANIFEST) }),
      "there is no manifest",
    ],
  ])("EVI-23 refuses %s", (_what, bytes, message) => {
    expect(() => verifyPack(bytes, null)).toThrow(message);
  });

  it("EVI-23 refuses a ZIP in which a name stands twice, of which two readers could see different files", () => {
    const zip = Buffer.from(zipPack(proven.manifest, proven.contents));
    const twice = Buffer.from(zip.toString("latin1").replaceAll("02-people.csv", "01-people.csv"), "latin1");
    expect(() => verifyPack(twice, null)).toThrow("twice");
  });
});
