import fc from "fast-check";
import { everySplit } from "@mailmux/http-tls/testing";
import { describe, expect, it } from "vitest";
import { SoapError } from "../errors.ts";
import { type XmlLimits } from "./limits.ts";
import { type XmlHandler } from "./handler.ts";
import { XmlTokenizer } from "./tokenizer.ts";

/** What a document says, as text: elements with expanded names, attributes, and text with its ends marked. */
function read(pieces: readonly Uint8Array[], limits?: Partial<XmlLimits>): string {
  let seen = "";
  let text = "";
  const flush = (): void => {
    if (text !== "") seen += JSON.stringify(text);
    text = "";
  };
  const handler: XmlHandler = {
    start(namespace, name, attributes) {
      flush();
      const shown = attributes
        .map((each) => ` {${each.namespace}}${each.name}=${JSON.stringify(each.value)}`)
        .join("");
      seen += `<{${namespace}}${name}${shown}>`;
    },
    text: (more) => (text += more),
    end() {
      flush();
      seen += "</>";
    },
  };
  try {
    const tokenizer = new XmlTokenizer(handler, limits);
    for (const piece of pieces) tokenizer.push(piece);
    tokenizer.end();
    return seen;
  } catch (error) {
    if (!(error instanceof SoapError)) throw error;
    return `[${error.code}]`;
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

const numbered = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(" ");

const accepted: [name: string, document: string, expected: string][] = [
  ["an empty element", "<a/>", "<{}a></>"],
  [
    "a declaration, comments and white space around",
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x --><a></a>\n<!-- y -->',
    "<{}a></>",
  ],
  ["a byte order mark", "\ufeff<a/>", "<{}a></>"],
  ["references", "<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;</a>", '<{}a>"<&>\\"\'A😀"</>'],
  [
    "CDATA as it is",
    "<a>a &amp; b <![CDATA[ <c> &amp; ]]]]><![CDATA[> ]]> d</a>",
    '<{}a>"a & b  <c> &amp; ]]>  d"</>',
  ],
  ["white space kept and line ends made LF", "<a> x\r\ny\rz </a>", '<{}a>" x\\ny\\nz "</>'],
  ["a CR written as a reference", "<a>&#13;</a>", '<{}a>"\\r"</>'],
  [
    "default and prefixed namespaces",
    '<a xmlns="u" xmlns:p="v"><p:b><c xmlns=""/></p:b></a>',
    "<{u}a><{v}b><{}c></></></>",
  ],
  ["attributes in namespaces", '<a xmlns:p="v" p:x="1" x=\'2\'/>', '<{}a {v}x="1" {}x="2"></>'],
  ["attribute values normalised", '<a x="p\n\tq&#10;&lt;&quot;"/>', '<{}a {}x="p  q\\n<\\""></>'],
  ["a > in an attribute value", '<a x="1>2">y</a>', '<{}a {}x="1>2">"y"</>'],
  ["names beyond ASCII", "<å>ß</å>", '<{}å>"ß"</>'],
  ["text of many scripts", "<a>العربية 中文 🏴󠁧󠁢󠁳󠁣󠁴󠁿</a>", '<{}a>"العربية 中文 🏴󠁧󠁢󠁳󠁣󠁴󠁿"</>'],
  [
    "names that are properties of every object",
    "<__proto__><constructor/></__proto__>",
    "<{}__proto__><{}constructor></></>",
  ],
  ["CDATA that is all brackets", "<a><![CDATA[]]]]]]]></a>", '<{}a>"]]]]]"</>'],
  ["line ends in CDATA", "<a><![CDATA[x\r\ny\r]]></a>", '<{}a>"x\\ny\\n"</>'],
  ["white space in end tags", "<a></a \n>", "<{}a></>"],
  ["zeros before the digits of a reference", "<a>&#0000000000000000009;&#x00000041;</a>", '<{}a>"\\tA"</>'],
  ["a reference of 64 characters before its end", `<a>&#${"0".repeat(61)}9;</a>`, '<{}a>"\\t"</>'],
  ["names that only the fifth edition allows", "<𝀲 \u2c00='x'/>", '<{}𝀲 {}\u2c00="x"></>'],
  ["a declaration of US-ASCII", "<?xml version='1.0' encoding='us-ascii' standalone='no' ?><a/>", "<{}a></>"],
  ["a declaration of XML 1.1 as XML 1.0", '<?xml version="1.1"?><a/>', "<{}a></>"],
];

const refused: [name: string, document: string][] = [
  ["a document type declaration", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ["a document type declaration in the middle", "<a><!DOCTYPE a></a>"],
  ["an entity that nobody declared", "<a>&nbsp;</a>"],
  ["an entity named like a property of every object", "<a>&constructor;</a>"],
  ["a bare ampersand", "<a>x & y</a>"],
  ["an ampersand at the end of an element", "<a>x&</a>"],
  ["a reference to NUL", "<a>&#0;</a>"],
  ["a reference to a control character", "<a>&#x1;</a>"],
  ["a reference to a surrogate", "<a>&#xD800;</a>"],
  ["a reference past Unicode", "<a>&#x110000;</a>"],
  ["a control character", "<a>\u0001</a>"],
  ["U+FFFE", "<a>\ufffe</a>"],
  ["crossed tags", "<a><b></a></b>"],
  ["an end tag without a start", "</a>"],
  ["an end tag with a control character", "<a></\u0001>"],
  ["CDATA that does not end", "<a><![CDATA[x]]</a>"],
  ["an element that is not closed", "<a><b></b>"],
  ["two root elements", "<a/><b/>"],
  ["text before the root", "x<a/>"],
  ["text after the root", "<a/>x"],
  ["nothing", ""],
  ["only a comment", "<!-- x -->"],
  ["-- in a comment", "<a><!-- x -- y --></a>"],
  ["]]> in text", "<a>x]]>y</a>"],
  ["< in an attribute value", '<a x="<"/>'],
  ["an attribute without quotes", "<a x=1/>"],
  ["an attribute without a value", "<a x/>"],
  ["attributes without white space between", '<a x="1"y="2"/>'],
  ["an attribute twice", '<a x="1" x="2"/>'],
  ["an attribute twice by its expanded name", '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>'],
  ["a prefix that nobody declared", "<p:a/>"],
  ["an attribute prefix that nobody declared", '<a p:x="1"/>'],
  ["a prefix declared as nothing", '<a xmlns:p=""/>'],
  ["the prefix xml declared as something else", '<a xmlns:xml="u"/>'],
  ["a name that begins with a digit", "<1a/>"],
  ["a name with two colons", '<a:b:c xmlns:a="u"/>'],
  ["a space before the name", "< a/>"],
  ["a processing instruction", "<a><?php x ?></a>"],
  ["a stylesheet instruction", '<?xml-stylesheet href="x"?><a/>'],
  ["a declaration that is not first", ' <?xml version="1.0"?><a/>'],
  ["a declaration of another encoding", '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ["CDATA outside the root", "<![CDATA[x]]><a/>"],
  ["letters that are not for names: an ordinal", "<ª/>"],
  ["letters that are not for names: a compatibility form", "<\u{2d2f}\u{d7}/>"],
  ["a reference of 65 characters before its end", `<a>&#${"0".repeat(62)}9;</a>`],
  ["mixed quotes around an encoding", '<?xml version="1.0" encoding="UTF-8\'?><a/>'],
  ["a no-break space in the declaration", '<?xml\u00a0version="1.0"?><a/>'],
  ["characters beyond the US-ASCII that was declared", '<?xml version="1.0" encoding="US-ASCII"?><a>å</a>'],
];

const reasons: [name: string, reason: RegExp, document: string][] = [
  ["a document type declaration", /has a document type declaration, which is refused$/, "<!DOCTYPE a><a/>"],
  ["one in content", /has a document type declaration, which is refused$/, "<a><!DOCTYPE a></a>"],
  ["another declaration", /^the XML is not well-formed: <! begins neither/, "<!ELEMENT a ANY><a/>"],
  ["a document type in lower case", /^the XML is not well-formed: <! begins neither/, "<!doctype a><a/>"],
  ["a processing instruction", /has a processing instruction, which is refused$/, "<?xml-stylesheet x?><a/>"],
  ["one that does not end", /has a processing instruction, which is refused$/, "<a><?target "],
  ["a broken XML declaration", /^the XML is not well-formed: the XML declaration breaks/, "<?xml ?><a/>"],
  ["white space before it", /declaration does not stand at the very/, ' <?xml version="1.0"?><a/>'],
  ["an unread encoding", /says that it is utf-16; only/, '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ["wrong US-ASCII", /us-ascii and has other/, '<?xml version="1.0" encoding="us-ascii"?><a>\n\nå</a>'],
];

describe("XmlTokenizer", () => {
  it.each(accepted)("reads %s, however the bytes are cut", (_, document, expected) => {
    for (const pieces of everySplit(bytes(document))) expect(read(pieces)).toBe(expected);
  });

  it.each(refused)("refuses %s, however the bytes are cut", (_, document) => {
    for (const pieces of everySplit(bytes(document))) expect(read(pieces)).toBe("[decode]");
  });

  it.each(reasons)("names %s as the reason, however the bytes are cut", (_, reason, document) => {
    for (const pieces of everySplit(bytes(document))) {
      const tokenizer = new XmlTokenizer({ start: () => {}, text: () => {}, end: () => {} });
      expect(() => {
        for (const piece of pieces) tokenizer.push(piece);
        tokenizer.end();
      }).toThrow(expect.objectContaining({ reason: expect.stringMatching(reason) as unknown }));
    }
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(read([Buffer.from("<a>å</a>", "latin1")])).toBe("[decode]");
    expect(read([bytes("<a>å").subarray(0, 4)])).toBe("[decode]");
  });

  it.each([
    ["maxDepth", 3, "<a><a><a/></a></a>"],
    ["maxElements", 3, "<a><b/><b/></a>"],
    ["maxPrefixes", 3, '<a xmlns:p="u" xmlns:q="u"><b xmlns:r="u"/><b xmlns:s="u"/></a>'],
    ["maxMarkupLength", 17, "<!-- 12345678901 --><a/>"],
    ["maxAttributes", 2, '<a xmlns:p="u" x="1"/>'],
    ["maxTextLength", 4, "<a>x&amp;yz<b>1234</b></a>"],
  ] as const)("takes exactly %s and not one more", (limit, value, document) => {
    expect(read([bytes(document)], { [limit]: value })).not.toBe("[decode]");
    expect(read([bytes(document)], { [limit]: value - 1 })).toBe("[decode]");
  });

  it("bounds what it keeps of markup that never ends", () => {
    for (const beginning of ["<a", "<a x='", "<!--", "<?xml "]) {
      expect(read([bytes(beginning), bytes("y".repeat(100))], { maxMarkupLength: 50 })).toBe("[decode]");
    }
  });

  it.each([
    ["CDATA", (size: number) => `<a><![CDATA[${"x".repeat(size)}]]></a>`],
    ["text", (size: number) => `<a>${"x".repeat(size)}</a>`],
    ["elements", (size: number) => `<a>${"<b/>".repeat(size / 4)}</a>`],
    [
      "elements with a prefix of their own",
      (size: number) => `<a>${'<b xmlns:c="d"/>'.repeat(size / 16)}</a>`,
    ],
  ])("gives out %s in small pieces as it comes, and keeps none of it", (_, documentOf) => {
    let longest = 0;
    const tokenizer = new XmlTokenizer({
      start: () => {},
      end: () => {},
      text: (text) => (longest = Math.max(longest, text.length)),
    });
    const whole = bytes(documentOf(64_000));
    for (let at = 0; at < whole.length; at += 256) tokenizer.push(whole.subarray(at, at + 256));
    tokenizer.end();
    expect(longest).toBeLessThanOrEqual(256 + 8);
  });

  // A reader that looks at each character again for each of the others would need many minutes for one of these.
  it.each([
    ["depth", "accepted", (size: number) => "<a>".repeat(size / 8) + "</a>".repeat(size / 8)],
    ["width", "accepted", (size: number) => `<a>${"<b/>".repeat(size / 4)}</a>`],
    ["attributes", "accepted", (size: number) => `<a ${numbered(size / 10, (i) => `a${i}=""`)}/>`],
    ["prefixes", "accepted", (size: number) => `<a ${numbered(size / 16, (i) => `xmlns:p${i}="u"`)}/>`],
    ["entities", "accepted", (size: number) => `<a>${"&amp;".repeat(size / 5)}</a>`],
    ["CDATA", "accepted", (size: number) => `<a><![CDATA[${"]".repeat(size)}]]></a>`],
    ["CDATA sections", "accepted", (size: number) => `<a>${"<![CDATA[]]>".repeat(size / 12)}</a>`],
    ["comments", "accepted", (size: number) => `<a><!--${" -".repeat(size / 2)} --></a>`],
    ["line ends", "accepted", (size: number) => `<a>${"\r".repeat(size)}</a>`],
    ["brackets", "accepted", (size: number) => `<a>${"]".repeat(size)}</a>`],
    ["ampersands without end", "[decode]", (size: number) => `<a>${"&".repeat(size)}</a>`],
    ["space in a start tag", "accepted", (size: number) => `<a${" ".repeat(size)}/>`],
    ["space in an end tag", "accepted", (size: number) => `<a></a${" ".repeat(size)}>`],
    ["space in the name of an end tag", "[decode]", (size: number) => `<a></a${" ".repeat(size)}a>`],
    [
      "space in the declaration",
      "[decode]",
      (size: number) => `<?xml version="1.0"${" ".repeat(size)}a?><a/>`,
    ],
  ])("reads a million characters of %s in one piece", (_, expected, documentOf) => {
    const unlimited = {
      maxDepth: Infinity,
      maxAttributes: Infinity,
      maxPrefixes: Infinity,
      maxMarkupLength: Infinity,
    };
    const seen = read([bytes(documentOf(1_000_000))], unlimited);
    expect(seen === "[decode]" ? seen : "accepted").toBe(expected);
  });

  // The same of what does not end for long: looking at all of it again for each byte would take as long.
  it.each([
    ["a comment", `<!--${"x".repeat(200_000)}--><a/>`],
    ["a start tag", `<a${" ".repeat(200_000)}/>`],
    ["an attribute", `<a b="${"x".repeat(200_000)}"/>`],
    ["a CDATA section", `<a><![CDATA[${"]".repeat(200_000)}]]></a>`],
    ["text", `<a>${"ü".repeat(100_000)}</a>`],
  ])("reads %s of 200,000 bytes byte by byte", (_, document) => {
    const seen = read(
      [...bytes(document)].map((byte) => Uint8Array.of(byte)),
      { maxMarkupLength: Infinity },
    );
    expect(seen).not.toBe("[decode]");
  });

  it("turns any mutation, cut anywhere, into the same events or an error", () => {
    const documents = [
      ...accepted.map(([, document]) => document),
      ...refused.map(([, document]) => document),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(..."<>&;/!?=\"' ]-x\0\r\n:")), { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 4 }),
        (document, mutations, cuts) => {
          let mutated = document;
          for (const [at, character] of mutations) {
            const place = at % (mutated.length + 1);
            mutated = mutated.slice(0, place) + character + mutated.slice(place);
          }
          const whole = bytes(mutated);
          const offsets = [
            0,
            ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b),
            whole.length,
          ];
          const pieces = offsets.slice(1).map((end, index) => whole.subarray(offsets[index], end));
          expect(read(pieces)).toBe(read([whole]));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("a processing instruction", () => {
  const readOver = (document: string, size: number): string => {
    let seen = "";
    const handler: XmlHandler = {
      start: (_, name) => void (seen += `<${name}>`),
      text: (text) => void (seen += text),
      end: () => void (seen += "</>"),
    };
    const tokenizer = new XmlTokenizer(handler, {}, { skipInstructions: true });
    const whole = bytes(document);
    for (let at = 0; at < whole.length; at += size) tokenizer.push(whole.subarray(at, at + size));
    tokenizer.end();
    return seen;
  };

  it.each([1, 3, 1000])("is read over where documents may have them, in pieces of %s bytes", (size) => {
    const document =
      '<?xml version="1.0"?><?xml-stylesheet href="a>b"?><a>x<?php echo "?" ?>y<b/><?empty?></a><?end ü?>';
    expect(readOver(document, size)).toBe("<a>xy<b></></>");
  });

  it.each([
    ["the name of the declaration", "<?XML a?><a/>"],
    ["a declaration that is not at the beginning", '<a/><?xml version="1.0"?>'],
    ["no name", "<? a?><a/>"],
    ["a name with a prefix", "<?a:b?><a/>"],
    ["no end", "<a/><?b"],
    ["a character that XML does not allow", "<?b \u0001?><a/>"],
  ])("is refused there too when it has %s", (_, document) => {
    expect(() => readOver(document, 1000)).toThrowError(SoapError);
  });
});
