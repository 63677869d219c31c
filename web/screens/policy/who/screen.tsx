import { useMemo } from "react";
import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { ComboBox } from "../../../ui/field/combo-box.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { Answered } from "../../answered.tsx";
import { groupTitle } from "../matrix/matrix.ts";
import { useOverview, usePurposes, useRoles } from "../../../api/policy-titles.ts";
import { type DataElement, useElements } from "../questions.ts";
import { StudioPage } from "../studio-page.tsx";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { SeerTable } from "./seer-table.tsx";

const ANY = "any";

/** Who can see an element: roles, purposes, relations, forms, segments and people (F171). */
export function Screen() {
  return (
    <StudioPage
      tab="who"
      title="Who sees this?"
      lead="Pick a data element, or a whole group, and see everyone who sees it by a standing grant."
    >
      <Answered query={useElements()} what="the data elements">
        {({ elements }) => <Question elements={elements} />}
      </Answered>
    </StudioPage>
  );
}

function Question({ elements }: { readonly elements: readonly DataElement[] }) {
  const [{ element }, change] = useAddress();
  const options = useMemo(() => optionsOf(elements), [elements]);
  return (
    <>
      <div className={studio["filters"]}>
        <div className={studio["wide"]}>
          <ComboBox
            label="Element"
            options={options}
            value={element ?? null}
            onChange={(id) => change({ element: id })}
            placeholder="Social Security number"
          />
        </div>
        <Filters />
      </div>
      {element === undefined ? (
        <EmptyState
          state={{
            kind: "none-yet",
            title: "No element is picked yet",
            text: "Type a part of its name, such as “note” or “ssn”. A group such as “All of Patient” asks for each of its elements.",
          }}
        />
      ) : (
        <Answer element={element} />
      )}
    </>
  );
}

function Filters() {
  const [{ purpose, role, segment }, change] = useAddress();
  const roles = useRoles().data?.roles ?? [];
  const purposes = usePurposes().data?.purposes ?? [];
  const segments = useOverview().data?.segments ?? [];
  const lists = [
    { name: "purpose", label: "For", any: "any purpose", value: purpose, options: purposes },
    { name: "role", label: "As", any: "any role", value: role, options: roles },
    { name: "segment", label: "Of records", any: "in no segment", value: segment, options: segments },
  ];
  return lists.map(({ name, label, any, value, options }) => (
    <Select
      key={name}
      label={label}
      value={value ?? ANY}
      onChange={(id) => change({ [name]: id === ANY ? null : id })}
      options={[{ id: ANY, label: any }, ...options.map(({ id, title }) => ({ id, label: title }))]}
    />
  ));
}

function Answer({ element }: { readonly element: string }) {
  const [{ purpose, role, segment }, change] = useAddress();
  const asked = { element, limit: "1000", ...given({ purpose, role, segment }) };
  const query = useAnswer(["policy", "who", asked], () => answerOf(api.policy.who.$get({ query: asked })), {
    keepPrevious: true,
  });
  return (
    <Answered query={query} what="who can see it">
      {(who) => (
        <>
          <p className={studio["sentence"]}>
            <CodedText text={who.sentence} />
          </p>
          <SeerTable
            who={who}
            onClear={() => change({ purpose: null, role: null, segment: null })}
            isFiltered={[purpose, role, segment].some((filter) => filter !== undefined)}
          />
        </>
      )}
    </Answered>
  );
}

function given(filters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(filters);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Every group, as all of it, before its elements. */
function optionsOf(elements: readonly DataElement[]) {
  const groups = [...new Set(elements.map(({ group }) => group))];
  return groups.flatMap((group) => [
    { id: `${group}.*`, label: `All of ${groupTitle(group)} (${group}.*)` },
    ...elements
      .filter((element) => element.group === group)
      .map(({ id, title }) => ({ id, label: `${title} (${id})` })),
  ]);
}
