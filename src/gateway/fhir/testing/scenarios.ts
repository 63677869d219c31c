import fc from "fast-check";
import { grantedSomewhere, keptEverywhere } from "../../../decision/reach.ts";
import type { InteractionName } from "../route.ts";
import type { Asking } from "./asking.ts";
import { decisionOf } from "./decisions.ts";
import { createDice } from "./dice.ts";
import type { Dice } from "./dice.ts";
import type { KeptCase } from "./kept-cases.ts";
import { PEOPLE, practice } from "./practice.ts";
import { askOne, READING, WRITING } from "./questions/families.ts";
import { sweep } from "./questions/sweep.ts";
import { createTopic } from "./questions/topic.ts";
import type { Topic } from "./questions/topic.ts";
import { closing } from "./questions/writes.ts";
import { changesArbitrary, twinOf } from "./twins.ts";
import { pastArbitrary, POOLS, read, worldArbitrary } from "./worlds.ts";

/** What scenarios are drawn with. */
export interface ScenarioChoice {
  readonly people: readonly string[];
  /** Of the questions; writes come last, and what is left is looked at then. */
  readonly interactions: readonly InteractionName[];
  readonly questions: number;
}

/** Will writes, so that he asks more often. */
export const PEOPLE_ASKING = ["nina", "bea", "ana", "sue", "pat", "will", "will"] as const;

/** All people, all interactions: the questions of one scenario are asked of the same two worlds, one after the other. */
export const ANY_SCENARIO: ScenarioChoice = {
  people: PEOPLE_ASKING,
  interactions: [...READING, ...WRITING],
  questions: 40,
};

/** Values that no record holds in this form: partial codes, tokens, several ids at once. */
const FURTHER_VALUES: Readonly<Record<string, readonly string[]>> = {
  _id: ["p1,p2,p3,p4,p5,p6", Array.from({ length: 60 }, (_, at) => `r${at}`).join(","), "nobody"],
  patient: ["p1,p2,p3,p4,p5", "Patient/p6"],
  subject: ["Patient/p6", "p1,p2,p3,p4,p5"],
  identifier: [
    ...POOLS.ssn,
    "http://hl7.org/fhir/sid/us-ssn|",
    "token-16-3-1",
    "https://modicum.dev/fhir/NamingSystem/token|",
  ],
  birthdate: ["ge1980-05", "lt1980-06-01", "gt1980-03", "1980-10", "1980-02-03", "gt1900", "1980"],
  "address-postalcode": ["606", "6060"],
  phone: ["555-1,555-2", "555-3"],
  category: ["laboratory,vital-signs,survey"],
  status: ["final,preliminary,active,finished,planned,current"],
};

/** The scenario of a seed: a person, two worlds alike to them, and what they ask. */
export function scenarioOf(seed: number, choice: ScenarioChoice): KeptCase {
  const dice = createDice(seed);
  const person = dice.one(choice.people);
  return drawn(seed, person, (topic) => questionsAbout(dice, topic, choice));
}

/** The same worlds, and every parameter that there is asked for once. */
export function sweepOf(seed: number, person: string): KeptCase {
  return drawn(seed, person, (topic) => sweep(createDice(seed), topic));
}

function drawn(seed: number, person: string, ask: (topic: Topic) => readonly Asking[]): KeptCase {
  const { decision, facts } = decisionOf(person);
  const [[world, past, changes] = NOTHING] = fc.sample(DRAWN, { numRuns: 1, seed });
  const left = { records: world, past };
  const right = twinOf(left, changes, decision, facts);
  const share = {
    granted: (type: string) => grantedSomewhere(decision, type),
    kept: (type: string) => keptEverywhere(decision, type),
  };
  const others = Object.keys(PEOPLE).filter((other) => other !== person);
  const topic = createTopic(practice().policy.catalogue, world.map(read), share, others, FURTHER_VALUES);
  return {
    name: `seed ${seed}`,
    person,
    left: left.records,
    right: right.records,
    leftPast: left.past,
    rightPast: right.past,
    askings: ask(topic),
  };
}

const DRAWN = fc.tuple(worldArbitrary, pastArbitrary, changesArbitrary);
const NOTHING: [[], [], []] = [[], [], []];

/** Reads before writes, since after a write less of the world is as it was drawn. */
export function questionsAbout(dice: Dice, topic: Topic, choice: ScenarioChoice): readonly Asking[] {
  const reading = choice.interactions.filter((name) => READING.includes(name));
  const writing = choice.interactions.filter((name) => WRITING.includes(name));
  const writes = writing.length === 0 ? 0 : Math.ceil(choice.questions * (reading.length === 0 ? 1 : WRITES));
  const reads = reading.length === 0 ? 0 : choice.questions - writes;
  return [
    ...Array.from({ length: reads }, () => askOne(dice, topic, reading)),
    ...Array.from({ length: writes }, () => askOne(dice, topic, writing)),
    ...(writes > 0 ? closing(topic) : []),
  ];
}

const WRITES = 0.2;
