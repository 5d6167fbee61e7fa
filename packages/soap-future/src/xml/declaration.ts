import { SoapError } from "../errors.ts";
import { malformed } from "./characters.ts";

// XML 1.0 productions 23 to 26, 32, 80 and 81. No repetition stands inside or beside one that takes the same characters.
const space = String.raw`[\x20\t\r\n]`;
const equals = `${space}*=${space}*`;
const declaration = new RegExp(
  String.raw`^<\?xml${space}+version${equals}(?:"1\.[0-9]+"|'1\.[0-9]+')` +
    String.raw`(?:${space}+encoding${equals}(?:"([A-Za-z][A-Za-z0-9._\-]*)"|'([A-Za-z][A-Za-z0-9._\-]*)'))?` +
    String.raw`(?:${space}+standalone${equals}(?:"(?:yes|no)"|'(?:yes|no)'))?${space}*\?>$`,
);

/**
 * Checks what stands between `<?xml` and `?>`, both included (XML 1.0 section 2.8).
 * Any version 1.x is read as 1.0, as the fifth edition demands. Throws {@link SoapError} (`decode`) for what is
 * not well-formed and for an encoding that is neither UTF-8 nor US-ASCII, which is a part of it.
 */
export function parseXmlDeclaration(source: string): { readonly asciiOnly: boolean } {
  const match = declaration.exec(source);
  if (!match) throw malformed("the XML declaration breaks its grammar");
  const encoding = (match[1] ?? match[2] ?? "utf-8").toLowerCase();
  if (encoding !== "utf-8" && encoding !== "us-ascii")
    throw new SoapError(
      "decode",
      `the document says that it is ${encoding.slice(0, 60)}; only UTF-8 is read`,
    );
  return { asciiOnly: encoding === "us-ascii" };
}
