import { consoleFetch, succeeded } from "../../../api/transport.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Button } from "../../../ui/button/button.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { saveFile } from "../../../ui/save/save-file.ts";
import { useAnnounce } from "../../../ui/status/status-region.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { Answered } from "../../answered.tsx";
import { useRoles } from "../../../api/policy-titles.ts";
import { StudioPage } from "../studio-page.tsx";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { PersonDialog } from "./person-dialog.tsx";
import { type AccessReport, readAccess } from "./access.ts";
import { AccessTable } from "./access-table.tsx";

/** How many people an auditor of the Office for Civil Rights draws. */
const SAMPLE = 25;
const PAGE = 50;

/** Who can access what, driven from the grants, with what belongs to nobody (F130, 45 CFR 164.514(d)(2)). */
export function Screen() {
  const [{ role, seed, after, person }, change] = useAddress();
  const asked = {
    limit: String(PAGE),
    ...(role === undefined ? {} : { role }),
    ...(seed === undefined ? {} : { sample: String(SAMPLE), seed }),
    ...(after === undefined ? {} : { after }),
  };
  const query = useAnswer(["policy", "access", asked], () => readAccess(asked), { keepPrevious: true });
  return (
    <StudioPage
      tab="access"
      title="Who can access"
      lead="Every person with their roles, why each role is there, and the elements it gives. A report that would not be whole is not shown."
      actions={query.data !== undefined && <DownloadWhole asked={asked} />}
    >
      <Filters />
      <Answered query={query} what="the report">
        {(report) => (
          <>
            <Orphans report={report} />
            <Panel title="People" plain>
              <AccessTable
                report={report}
                isBusy={query.isPlaceholderData}
                onPage={(next) => change({ after: next })}
              />
            </Panel>
          </>
        )}
      </Answered>
      <PersonDialog person={person ?? null} onClose={() => change({ person: null })} />
    </StudioPage>
  );
}

function Filters() {
  const [{ role, seed }, change] = useAddress();
  const roles = useRoles().data?.roles ?? [];
  const next = String(Number(seed ?? 0) + 1);
  return (
    <div className={studio["filters"]}>
      <Select
        label="Role"
        value={role ?? "any"}
        onChange={(id) => change({ role: id === "any" ? null : id, after: null })}
        options={[{ id: "any", label: "any role" }, ...roles.map(({ id, title }) => ({ id, label: title }))]}
      />
      <Button onPress={() => change({ seed: next, after: null })}>
        {seed === undefined ? `Draw a sample of ${SAMPLE}` : "Draw another sample"}
      </Button>
      {seed !== undefined && (
        <>
          <Button kind="quiet" onPress={() => change({ seed: null, after: null })}>
            Show everyone
          </Button>
          <span className={studio["facts"]}>Sample {seed}: the same number draws the same people.</span>
        </>
      )}
    </div>
  );
}

function Orphans({ report: { orphans } }: { readonly report: AccessReport }) {
  if (orphans.length === 0)
    return (
      <p className={studio["facts"]}>Nothing stands alone: every role, grant and fact has its people.</p>
    );
  return (
    <Panel title={`Without an owner (${orphans.length})`} plain>
      <ul className={studio["lines"]}>
        {orphans.map(({ kind, subject, sentence }) => (
          <li key={`${kind} ${subject}`}>
            <CodedText text={sentence} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The whole report as the server writes it: it is recorded before the first line leaves. */
function DownloadWhole({ asked }: { readonly asked: Readonly<Record<string, string>> }) {
  const announce = useAnnounce();
  const save = async (): Promise<void> => {
    const { limit: _limit, after: _after, ...kept } = asked;
    const search = new URLSearchParams({ ...kept, format: "csv" });
    try {
      const response = await succeeded(
        await consoleFetch(`/api/v1/policy/access-report?${search.toString()}`),
      );
      saveFile("who-can-access.csv", await response.blob());
    } catch {
      announce("The report could not be made");
    }
  };
  return (
    <Button icon="download" onPress={() => void save()}>
      Whole report as CSV
    </Button>
  );
}
