import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { envelopeOf, envelopes, httpRequest, type NotesSetup, startNotes } from "./server-notes.ts";

const add = (content: string): string => envelopeOf(`<q:add>${content}</q:add>`);
const plain = add("<title>t</title>");

/** What a stranger sends, and what the fault says to it. */
const refused: [what: string, body: string, says: string][] = [
  ["a DTD", plain.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/passwd">'), "document type declaration"],
  [
    "a bomb of entities",
    plain.replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'),
    "document type declaration",
  ],
  ["an entity that XML does not know", add("<title>&secret;</title>"), "entity"],
  ["a processing instruction", add('<title>t</title><?php echo "x"?>'), "processing instruction"],
  ["elements nested too deep", add(`<title>t</title>${"<a>".repeat(80)}${"</a>".repeat(80)}`), "maxDepth"],
  [
    "too many attributes",
    add(`<title ${Array.from({ length: 80 }, (_, at) => `a${at}=""`).join(" ")}>t</title>`),
    "maxAttributes",
  ],
  ["a character that XML does not have", add("<title>&#0;</title>"), "character"],
  ["a parameter twice", add("<title>t</title><title>u</title>"), "title"],
  ["a missing parameter", add(""), "title"],
  ["a value of the wrong type", envelopeOf("<q:read><id>1; DROP TABLE</id></q:read>"), "xsd:long"],
  ["a long that is none", envelopeOf("<q:read><id>9223372036854775808</id></q:read>"), "xsd:long"],
  [
    "an operation that is not there",
    envelopeOf("<q:__proto__/>"),
    "The operation __proto__ is not in this API",
  ],
  [
    "an operation of JavaScript's objects",
    envelopeOf("<q:constructor/>"),
    "The operation constructor is not in",
  ],
  ["two operations", envelopeOf("<q:add><title>t</title></q:add><q:log><text>x</text></q:log>"), "log"],
  ["two Bodies", plain.replace("</S:Body>", "</S:Body><S:Body/>"), "Body"],
  ["no Body", `<S:Envelope xmlns:S="${envelopes["1.1"]}"/>`, "Body"],
  ["another root", "<html><body>x</body></html>", "html"],
  [
    "a fault",
    envelopeOf("<S:Fault><faultcode>S:Client</faultcode><faultstring>me</faultstring></S:Fault>"),
    "",
  ],
  ["XML that ends too early", plain.slice(0, -9), "well-formed"],
  ["XML that is not well-formed", add("<title>t</titel>"), "well-formed"],
  ["no XML", "{}", "well-formed"],
  ["nothing", "", "well-formed"],
  [
    "an Include that is fetched",
    add(
      '<title>t</title><body><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="http://127.0.0.1/x"/></body>',
    ),
    "Include",
  ],
  ["text beside the elements", envelopeOf("x<q:add><title>t</title></q:add>"), "text"],
  ["a hundred and one headers", envelopeOf("<q:log><text>x</text></q:log>", "<h/>".repeat(101)), "past 100"],
];

describe("a stranger who sends", () => {
  it.each(refused)("%s is refused, and nobody is called", async (_, body, says) => {
    const { raw, calls, errors } = await startNotes();
    const answer = await raw(httpRequest(body));
    expect(answer).toMatch(/^HTTP\/1\.1 500/);
    expect(answer).toContain("<faultcode>SOAP-ENV:Client</faultcode>");
    expect(answer).toContain(says);
    expect(answer).not.toContain("    at ");
    expect(calls).toEqual([]);
    expect(errors).toEqual([]);
  });

  const setups: [
    what: string,
    setup: NotesSetup,
    request: () => string | Uint8Array,
    headers: Record<string, string>,
    status: number,
  ][] = [
    [
      "a bomb of gzip",
      { decompress: true, maxBodyBytes: 1_000_000 },
      () => gzipSync(plain.replace("<q:add>", `<q:add>${" ".repeat(50_000_000)}`)),
      { "Content-Encoding": "gzip" },
      413,
    ],
    [
      "more parts than may be",
      { mimeLimits: { maxParts: 2 } },
      () => `--b\r\nContent-Type: text/xml\r\n\r\n${plain}${"\r\n--b\r\n\r\nx".repeat(3)}\r\n--b--`,
      { "Content-Type": 'multipart/related; boundary="b"; type="text/xml"' },
      500,
    ],
    [
      "a multipart message without an envelope",
      {},
      () => "--b\r\nContent-Type: text/html\r\n\r\n<html/>\r\n--b--",
      { "Content-Type": 'multipart/related; boundary="b"' },
      500,
    ],
    [
      "a multipart message without a boundary",
      {},
      () => plain,
      { "Content-Type": "multipart/related; type=x" },
      500,
    ],
    [
      "an Include of a part that is not there",
      {},
      () =>
        `--b\r\nContent-Type: application/xop+xml; type="text/xml"\r\n\r\n${add('<title>t</title><body><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:x"/></body>')}\r\n--b--`,
      { "Content-Type": 'multipart/related; boundary="b"' },
      500,
    ],
    ["deeper elements than this service takes", { xmlLimits: { maxDepth: 3 } }, () => plain, {}, 500],
  ];

  it.each(setups)("%s is refused, and nobody is called", async (_, setup, request, headers, status) => {
    const { post, calls, errors } = await startNotes(setup);
    const response = await post(request(), headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain("<faultcode>SOAP-ENV:Client</faultcode>");
    expect([calls, errors]).toEqual([[], []]);
  });

  const encoded = (body: string, more = ""): string =>
    `<S:Envelope xmlns:S="${envelopes["1.1"]}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:q="urn:notes" xmlns:t="urn:notes"><S:Body><q:read>${body}</q:read>${more}</S:Body></S:Envelope>`;
  it.each([
    ["a reference to nothing", encoded('<id href="#a"/>'), "a"],
    ["a reference to another host", encoded('<id href="http://127.0.0.1/x"/>'), "href"],
    ["a cycle of references", encoded('<id href="#a"/>', '<m id="a" href="#a"/>'), ""],
    ["one id twice", encoded('<id href="#a"/>', '<m id="a">1</m><m id="a">2</m>'), "twice"],
    ["a type that is not the declared one", encoded('<id xsi:type="t:TagList"/>'), ""],
  ])("%s in an encoded message is refused", async (_, body, says) => {
    const { raw, calls } = await startNotes({ dialect: { style: "rpc", use: "encoded" } });
    const answer = await raw(httpRequest(body));
    expect(answer).toContain("<faultcode>SOAP-ENV:Client</faultcode>");
    expect(answer).toContain(says);
    expect(calls).toEqual([]);
  });

  it("names of JavaScript's objects in values leaves them as they are", async () => {
    const { post, calls } = await startNotes();
    await post(add("<title>t</title><__proto__><polluted>1</polluted></__proto__><constructor/>"));
    expect(calls).toHaveLength(1);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(calls[0]?.context.unknownElements).toEqual(["add/__proto__", "add/constructor"]);
  });

  it("a request byte by byte is read as one that comes at once", async () => {
    const { raw } = await startNotes();
    const request = httpRequest(add("<title>é😀</title>"));
    const head = request.indexOf("\r\n\r\n") + 4;
    const socketPieces = [request.slice(0, head), ...Array.from(request.slice(head))];
    expect(await raw(...socketPieces)).toMatch(/^HTTP\/1\.1 200/);
  });
});
