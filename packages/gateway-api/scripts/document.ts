import {
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type OperationDescriptor,
  type ServiceDescriptor,
  type TypeReference,
} from "@mailmux/soap-future";
import {
  type OperationGroup,
  operationGroups,
  type OperationName,
  operationTraits,
} from "../src/catalogue/operations.ts";

/** What stands before the operations: how to reach a node, who may call, and how failures are told. */
const introduction = `# The gateway's SOAP API

<!-- Generated from packages/gateway-api/wsdl/gateway.wsdl by \`pnpm --filter @mailmux/gateway-api generate\`. Do not edit. -->

Every node of a cluster answers the same operations at \`https://NODE/remote/\`. The WSDL is at \`https://NODE/remote/?wsdl\` and is readable without a password. It is document/literal wrapped, SOAP 1.1, namespace \`urn:halon\`.

## Calling it

From a shell:

\`\`\`sh
curl --user admin --cacert mx1.pem https://mx1.example.com/remote/ --data '<?xml version="1.0"?>
  <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
    <mailQueue xmlns="urn:halon"><filter>action=DELIVER</filter><limit>10</limit></mailQueue>
  </e:Body></e:Envelope>'
\`\`\`

From PHP:

\`\`\`php
$node = new SoapClient('https://mx1.example.com/remote/?wsdl', [
    'location' => 'https://mx1.example.com/remote/', 'login' => 'admin', 'password' => $password,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);
foreach ($node->mailQueue(['filter' => 'action=DELIVER', 'limit' => 10])->result->item ?? [] as $message) {
    echo $message->msgto, "\\n";
}
\`\`\`

From TypeScript, with values instead of messages, for one node or a whole cluster: see the [package](../packages/gateway-api/README.md).

A list is an element with one \`item\` for each entry; an empty list is an empty element. A pair is \`first\` and \`second\`. Times are seconds since 1970, UTC, unless it is said otherwise. Parameters may come in any order.

## Who may call

HTTP Basic authentication with a user of the node. Which operations a user may call depends on the flags of the user: one without flags may call all, one with \`r\` those marked _read_, and \`w\` adds the others.

| Access  | Meaning                                                                 |
| ------- | ----------------------------------------------------------------------- |
| read    | Changes nothing; open to read-only users.                               |
| write   | Changes mail, configuration, statistics or the system.                  |
| execute | Runs a program on the node or reads its files; not for read-only users. |

## When it fails

| HTTP status | Fault            | Meaning                                                                             |
| ----------- | ---------------- | ----------------------------------------------------------------------------------- |
| 401         | \`Unauthorized\`   | No user name and password, or wrong ones.                                           |
| 403         | \`Forbidden\`      | The user may not call this operation.                                               |
| 500         | a short sentence | The call could not be carried out: a wrong argument, an unknown id, a wrong filter. |

_May be repeated_ means that a call which got no answer can be sent again without harm. The others may have been carried out although no answer came: look before you call again.
`;

/** The documentation of the API as Markdown, made from its descriptor. */
export function documentApi(descriptor: ServiceDescriptor): string {
  const used = new Map<string, ComplexTypeDescriptor>();
  const types = descriptor.types;
  const elementsOf = (type: ComplexTypeDescriptor | undefined): ElementDescriptor[] =>
    type?.content.kind === "elements"
      ? type.content.group.particles.filter((particle) => particle.kind === "element")
      : [];

  const typeName = (reference: TypeReference): string => {
    if (reference.kind === "builtin") return reference.name;
    const type = types[reference.index];
    if (type === undefined || type.content === undefined) return "";
    const [only, ...others] = elementsOf(type);
    if (only?.name === "item" && only.max === "unbounded" && others.length === 0)
      return `list of ${typeName(only.type)}`;
    used.set(type.name, type);
    return `[${type.name}](#${type.name.toLowerCase()})`;
  };

  const table = (elements: readonly ElementDescriptor[]): string => {
    const rows = elements.map((element) => [
      `\`${element.name}\``,
      typeName(element.type),
      element.min === 0 ? "no" : "yes",
      element.documentation ?? "",
    ]);
    return markdownTable(["Name", "Type", "Always", "Meaning"], rows);
  };

  const operation = (each: OperationDescriptor): string => {
    const { access, repeatable } = operationTraits[each.name as OperationName];
    const [input, output] = [each.input, each.output].map((message) =>
      elementsOf(types[message?.type ?? -1]),
    );
    const lines = [
      `### ${each.name}`,
      each.documentation ?? "",
      `Access: ${access}. ${repeatable ? "May be repeated." : "Not to be repeated unseen."}`,
      input?.length ? `Parameters:\n\n${table(input)}` : "No parameters.",
      output?.length ? `Answer:\n\n${table(output)}` : "The answer has no content.",
    ];
    return lines.filter((line) => line !== "").join("\n\n");
  };

  const group = (name: OperationGroup): string => {
    const members = descriptor.operations.filter(
      ({ name: each }) => operationTraits[each as OperationName].group === name,
    );
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    return [`## ${title}`, ...members.map(operation)].join("\n\n");
  };

  const groups = operationGroups.map(group);
  // Describing a record may name further records: the map grows while it is read.
  const records: string[] = [];
  for (const type of used.values()) {
    records.push(
      [`### ${type.name}`, type.documentation ?? "", table(elementsOf(type))]
        .filter((part) => part !== "")
        .join("\n\n"),
    );
  }
  return `${[introduction.trimEnd(), ...groups, "## Records", ...records].join("\n\n")}\n`;
}

/** A table in the form that the formatter leaves alone. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first = [], ...rest] = cells;
  return [line(first), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest.map(line)].join(
    "\n",
  );
}
