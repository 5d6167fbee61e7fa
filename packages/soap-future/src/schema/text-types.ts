import { type BuiltinType } from "../descriptor.ts";
import { isName, isNcName, isNmtoken } from "../xml/names.ts";
import { notA, type ValuePath } from "./value-error.ts";
import { collapseSpace, replaceSpace } from "./white-space.ts";

const language = /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/;

/** Types that are texts of a certain form: what their words must be (XML Schema Part 2 sections 3.2 and 3.3). */
const forms: Partial<Record<BuiltinType, (text: string) => boolean>> = {
  token: () => true,
  anyURI: () => true,
  language: (text) => language.test(text),
  Name: isName,
  NCName: isNcName,
  NMTOKEN: isNmtoken,
  ID: isNcName,
  IDREF: isNcName,
  ENTITY: isNcName,
};

export function textDecoder(type: BuiltinType): (text: string, path: ValuePath) => string {
  const form = forms[type];
  if (form === undefined) return type === "normalizedString" ? replaceSpace : (text) => text;
  return (written, path) => {
    const text = collapseSpace(written);
    if (!form(text)) throw notA(type, text, path);
    return text;
  };
}
