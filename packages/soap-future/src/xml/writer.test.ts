import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/sample-descriptor.ts";
import { type EncodedElement } from "../encoded/tree.ts";
import { type XmlElement } from "./element.ts";
import { writeXmlElement } from "./writer.ts";

const el = (name: string, more: Partial<XmlElement> = {}): XmlElement => ({
  namespace: "",
  name,
  attributes: [],
  children: [],
  ...more,
});

const plain = ({ namespace, name, attributes, children }: EncodedElement): XmlElement => ({
  namespace,
  name,
  attributes,
  children: children.map((child) => (typeof child === "string" ? child : plain(child))),
});

const readBack = (xml: string): EncodedElement | undefined =>
  bodyOf(`<e xmlns:z="urn:z"><Body>${xml}</Body></e>`)[0];

describe("writeXmlElement", () => {
  it.each<[XmlElement, string]>([
    [el("a"), "<a/>"],
    [el("a", { children: ["<&>", el("b")] }), "<a>&lt;&amp;&gt;<b/></a>"],
    [
      el("a", { namespace: "urn:x", children: [el("b", { namespace: "urn:x" }), el("c")] }),
      '<n1:a xmlns:n1="urn:x"><n1:b/><c/></n1:a>',
    ],
    [
      el("a", { namespace: "urn:x", prefixes: { "": "urn:x", q: "urn:q" }, children: [el("c"), "q:v"] }),
      '<a xmlns="urn:x" xmlns:q="urn:q"><c xmlns=""/>q:v</a>',
    ],
    [
      el("a", {
        prefixes: { xml: "ignored" },
        attributes: [{ namespace: "http://www.w3.org/XML/1998/namespace", name: "lang", value: "en" }],
      }),
      '<a xml:lang="en"/>',
    ],
    [
      el("a", {
        namespace: "urn:x",
        prefixes: { "": "urn:x" },
        attributes: [{ namespace: "urn:x", name: "b", value: '"\n' }],
      }),
      '<a xmlns="urn:x" xmlns:n1="urn:x" n1:b="&quot;&#10;"/>',
    ],
    [
      el("a", { namespace: "urn:x", prefixes: { n1: "urn:other" } }),
      '<n2:a xmlns:n1="urn:other" xmlns:n2="urn:x"/>',
    ],
  ])("declares all that an element needs: %#", (element, xml) => {
    expect(writeXmlElement(element, "x")).toBe(xml);
  });

  it("loses nothing", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "<", "&", "]]>", " ", "\n", "\t", "\r", "é", "😀"),
      minLength: 1,
    });
    const uri = fc.constantFrom("", "urn:a", "urn:b", "http://c/?a=1&b='2'\"");
    const name = fc.constantFrom("a", "b", "é", "__proto__");
    const tree = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.record({
        namespace: uri,
        name,
        attributes: fc.uniqueArray(fc.record({ namespace: uri, name, value: text }), {
          selector: (each) => `${each.namespace} ${each.name}`,
          maxLength: 3,
        }),
        children: fc
          .array(fc.oneof({ depthSize: "small" }, text, tie("element")), { maxLength: 4 })
          // Texts beside each other are one text.
          .map((children) =>
            children.filter(
              (child, index) => typeof child !== "string" || typeof children[index - 1] !== "string",
            ),
          ),
        prefixes: fc.dictionary(fc.constantFrom("", "p", "n1"), fc.constantFrom("urn:a", "urn:p")),
      }),
    })).element;
    const bare = ({ prefixes: _, children, ...rest }: XmlElement): XmlElement => ({
      ...rest,
      children: children.map((child) => (typeof child === "string" ? child : bare(child))),
    });
    fc.assert(
      fc.property(tree, (element) => {
        const back = readBack(writeXmlElement(element, "x"));
        expect(back && plain(back)).toEqual(bare(element));
        for (const [prefix, namespace] of Object.entries(element.prefixes ?? {}))
          if (prefix !== "") expect(back?.scope.get(prefix)).toBe(namespace);
      }),
    );
  });

  it.each<[string, unknown]>([
    ["a name that is none", el("a b")],
    ["a prefixed name", el("p:a")],
    ["an attribute that is none", el("a", { attributes: [{ namespace: "", name: 'b="', value: "" }] })],
    [
      "a declaration in disguise",
      el("a", { attributes: [{ namespace: "http://www.w3.org/2000/xmlns/", name: "p", value: "" }] }),
    ],
    [
      "an attribute twice",
      el("a", {
        attributes: [
          { namespace: "", name: "b", value: "" },
          { namespace: "", name: "b", value: "" },
        ],
      }),
    ],
    [
      "an attribute that is no text",
      el("a", { attributes: [{ namespace: "", name: "b", value: 5 as never }] }),
    ],
    ["a prefix that is none", el("a", { prefixes: { "a b": "urn:x" } })],
    ["a prefix that is reserved", el("a", { prefixes: { xmlns: "urn:x" } })],
    ["a prefix of nothing", el("a", { prefixes: { p: "" } })],
    ["a control character", el("a", { children: ["\u0001"] })],
    ["half a character", el("a", { namespace: "urn:\ud800" })],
    ["something else", { name: "a" }],
    ["something else inside", el("a", { children: [5 as never] })],
  ])("refuses %s", (_, element) => {
    expect(() => writeXmlElement(element, "x")).toThrowError(/\[encode\]/);
  });

  it("refuses an element that contains itself", () => {
    const children: XmlElement[] = [];
    const cyclic = el("a", { children });
    children.push(cyclic);
    expect(() => writeXmlElement(cyclic, "x")).toThrowError(/deeper than 200/);
  });
});
