/** Where a published schema takes members that it does not name. */

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Objects that name members and take others, by the name of their schema and their way in it. */
export function openParts(
  schemas: Schemas,
  schema: Schema,
  at: string,
  within: ReadonlySet<string> = new Set(),
): readonly string[] {
  const { $ref, properties = {}, additionalProperties: others, items } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    const meant = schemas[name];
    return meant === undefined || within.has(name)
      ? []
      : openParts(schemas, meant, name, new Set([...within, name]));
  }
  const parts: [Schema, string][] = [
    ...Object.entries(properties).map(([name, part]): [Schema, string] => [part, `${at}.${name}`]),
    ...(typeof others === "object" ? [[others, `${at}.*`] as [Schema, string]] : []),
    ...(items === undefined ? [] : [[items, `${at}[]`] as [Schema, string]]),
    ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((forms = []) =>
      forms.map((form): [Schema, string] => [form, at]),
    ),
  ];
  const isOpen = schema.properties !== undefined && others !== false;
  return [
    ...(isOpen ? [at] : []),
    ...parts.flatMap(([part, where]) => openParts(schemas, part, where, within)),
  ];
}
