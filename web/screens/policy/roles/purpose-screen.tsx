import { useParams } from "@tanstack/react-router";
import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import { TextLink } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Answered } from "../../answered.tsx";
import { missing } from "../../missing.tsx";
import { byGroup, groupTitle } from "../matrix/matrix.ts";
import { usePurposeMap } from "../matrix/use-purposes.ts";
import type { Purpose } from "../questions.ts";
import { StudioPage } from "../studio-page.tsx";
import studio from "../studio.module.css";
import styles from "./roles.module.css";

/** One purpose: why, what it needs, what may be asked for, what it never gives (F006). */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const query = usePurposeMap([params.id ?? ""], true);
  return (
    <StudioPage tab="matrix" title={query.data?.[0]?.title ?? "Purpose"}>
      <Answered query={query} what="the purpose" missing={missing("purpose")}>
        {(purposes) => purposes.map((purpose) => <PurposeView key={purpose.id} purpose={purpose} />)}
      </Answered>
    </StudioPage>
  );
}

const STANDINGS = [
  { standing: "need", title: "Needed" },
  { standing: "may-ask", title: "May be asked for, case by case" },
  { standing: "never", title: "Never" },
] as const;

function PurposeView({ purpose }: { readonly purpose: Purpose }) {
  const titles = useTitles();
  return (
    <>
      <p className={studio["why"]}>{purpose.why}</p>
      <DescriptionList items={factsOf(purpose, titles)} />
      {STANDINGS.map(({ standing, title }) => (
        <Panel key={standing} title={title} plain>
          <ElementsOf purpose={purpose} standing={standing} />
        </Panel>
      ))}
    </>
  );
}

function factsOf(purpose: Purpose, titles: Titles) {
  return [
    { term: "Code", value: <code>{purpose.code ?? purpose.id}</code> },
    { term: "Basis", value: `${purpose.basis}; 45 CFR ${purpose.cfr.join(", ")}` },
    { term: "Acts", value: purpose.acts.join(", ") },
    {
      term: "Roles",
      value: (
        <span className={studio["chips"]}>
          {purpose.roles.map((role) => (
            <TextLink key={role} href={`/policy/roles/${role}`}>
              {titles.of("role", role)}
            </TextLink>
          ))}
          {purpose.roles.length === 0 && "none"}
        </span>
      ),
    },
    { term: "Written at", value: <code>{purpose.at}</code> },
  ];
}

interface ElementsOfProps {
  readonly purpose: Purpose;
  readonly standing: (typeof STANDINGS)[number]["standing"];
}

function ElementsOf({ purpose, standing }: ElementsOfProps) {
  const elements = purpose.elements
    .filter((one) => one.standing === standing)
    .map(({ element, title, group }) => ({ id: element, title, group }));
  if (elements.length === 0) return <p className={studio["facts"]}>No element.</p>;
  return (
    <dl className={styles["groups"]}>
      {[...byGroup(elements)].map(([group, members]) => (
        <div key={group}>
          <dt>{groupTitle(group)}</dt>
          <dd>{members.map(({ title }) => title).join(", ")}</dd>
        </div>
      ))}
    </dl>
  );
}
