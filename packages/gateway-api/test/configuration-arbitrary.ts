import fc from "fast-check";
import { contentToBase64, type ConfigKey } from "../src/configuration/index.ts";

/** Text that goes wrong in careless codecs, and any other. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "",
    "|",
    '"',
    ",",
    "a,b|c",
    "\r\n",
    "//= NAME: x",
    "\\",
    "\\x",
    "ö\u0000",
    "'",
    "{{ node }}",
  ),
);

const content = fc.oneof(anyText, fc.uint8Array()).map((each) => contentToBase64(each));
const id = fc.oneof(fc.nat({ max: 30 }).map(String), fc.constantFrom("a", "A", "x.y", "n/1"));

const flowText = fc
  .array(
    fc.oneof(
      anyText,
      content.map((each) => `script "${each}"`),
    ),
    { maxLength: 4 },
  )
  .map((blocks) => blocks.join(","));

export const anyKey: fc.Arbitrary<ConfigKey> = fc.oneof(
  fc.record({ name: id.map((each) => `mail_flow__${each}`), params: fc.tuple(anyText, flowText) }),
  fc.record({ name: id.map((each) => `acl_flow__${each}`), params: fc.tuple(anyText, anyText, flowText) }),
  fc.record({ name: fc.constantFrom("queue_flow", "transport_flow"), params: fc.tuple(content) }),
  fc.record({
    name: id.map((each) => `file__${each}`),
    params: fc.tuple(anyText, fc.oneof(fc.constantFrom("text/plain", "text/csv"), anyText), content),
  }),
  fc.record({ name: id.map((each) => `mail_server__${each}`), params: fc.array(anyText, { maxLength: 4 }) }),
);

/** A configuration: keys with different names. */
export const keyList = fc.uniqueArray(anyKey, { selector: ({ name }) => name, maxLength: 8 });

/** The same key, changed a little or not at all. */
const changed = (key: ConfigKey): fc.Arbitrary<ConfigKey | undefined> =>
  fc.oneof(
    fc.constant(key),
    fc.constant(undefined),
    fc.record({
      name: fc.constant(key.name),
      params: fc.tuple(...key.params.map((each) => fc.constantFrom(each, `${each}!`, `${each}?`))),
    }),
  );

/** A configuration and two that came from it. */
export const threeConfigurations = keyList.chain((base) => {
  const side = fc.tuple(fc.tuple(...base.map(changed)), keyList).map(([kept, added]) => {
    const all = [...kept.filter((key) => key !== undefined), ...added.slice(0, 2)];
    return [...new Map(all.map((key) => [key.name, key])).values()];
  });
  return fc.tuple(fc.constant(base), side, side);
});
