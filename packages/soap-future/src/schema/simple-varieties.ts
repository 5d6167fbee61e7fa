import { SoapError } from "../errors.ts";
import { type SimpleCodec, type SimpleValue } from "./simple-codec.ts";
import { described, pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { collapseSpace, wordsOf } from "./white-space.ts";

/** A list: its items are separated by white space, so they cannot hold any (XML Schema Part 2 section 2.5.1.2). */
export function listCodec(name: string, item: SimpleCodec): SimpleCodec {
  const at = (path: ValuePath, index: number) => () => `${pathText(path)}[${index}]`;
  return {
    family: "list",
    normalize: collapseSpace,
    decode: (text, path, resolve) =>
      wordsOf(text).map((word, index) => item.decode(word, at(path, index), resolve)),
    encode(value, path, prefixOf) {
      if (!Array.isArray(value))
        throw valueError("encode", `the list ${name} at ${pathText(path)} must be an array`, path);
      const words = value.map((each, index) => {
        const text = item.encode(each, at(path, index), prefixOf);
        if (text === "" || /[\t\r\n ]/.test(text)) {
          const what = `${quoted(text)} at ${at(path, index)()} cannot be an item of a list: it is empty or holds a space`;
          throw valueError("encode", what, at(path, index));
        }
        return text;
      });
      return words.join(" ");
    },
  };
}

/** A union: the value is of the first member that takes it (section 2.5.1.3). */
export function unionCodec(name: string, members: readonly SimpleCodec[]): SimpleCodec {
  return {
    family: "union",
    normalize: (text) => text,
    decode(text, path, resolve) {
      const found = firstOf(members, (member) => member.decode(text, path, resolve));
      if (found === undefined)
        throw valueError("decode", `${quoted(text)} at ${pathText(path)} fits no member of ${name}`, path);
      return found;
    },
    encode(value, path, prefixOf) {
      const found = firstOf(members, (member) => member.encode(value, path, prefixOf));
      if (found === undefined)
        throw valueError(
          "encode",
          `${described(value)} at ${pathText(path)} fits no member of ${name}`,
          path,
        );
      return found;
    },
  };
}

function firstOf<T extends SimpleValue>(
  members: readonly SimpleCodec[],
  attempt: (member: SimpleCodec) => T,
): T | undefined {
  for (const member of members) {
    try {
      return attempt(member);
    } catch (error) {
      if (!(error instanceof SoapError) || error.code === "wsdl_unsupported") throw error;
    }
  }
  return undefined;
}
