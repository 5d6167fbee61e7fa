import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf } from "../../test/sample-descriptor.ts";
import { decodeSchemalessAnswer } from "./decode.ts";
import { encodeSchemalessCall } from "./encode.ts";

const read = (xml: string) => decodeSchemalessAnswer(bodyOf(xml));
const namespaces =
  'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
const answer = (content: string, more = ""): string =>
  `<e:Envelope ${namespaces}><e:Body><r>${content}</r>${more}</e:Body></e:Envelope>`;

describe("a call without a WSDL", () => {
  it("says the types of its values", () => {
    expect(encodeSchemalessCall("urn:x", "add", [1, "a<", null, [1, 2], { b: true }])).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body>' +
        '<ns1:add SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">' +
        '<param0 xsi:type="xsd:int">1</param0><param1 xsi:type="xsd:string">a&lt;</param1><param2 xsi:nil="true"/>' +
        '<param3 SOAP-ENC:arrayType="xsd:int[2]" xsi:type="SOAP-ENC:Array"><item xsi:type="xsd:int">1</item><item xsi:type="xsd:int">2</item></param3>' +
        '<param4 xsi:type="SOAP-ENC:Struct"><b xsi:type="xsd:boolean">true</b></param4>' +
        "</ns1:add></SOAP-ENV:Body></SOAP-ENV:Envelope>\n",
    );
  });

  it.each(["1.1", "1.2"] as const)("in SOAP %s can be read again", (soapVersion) => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: fc.constantFrom("a", "<", "&", " ", "é", "\n", "\r", "😀") }),
        fc.boolean(),
        fc.integer(),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true }),
        fc.constant(null),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "__proto__", "constructor", "é-1"), tie("value"), {
          minKeys: 1,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (sent) => {
        const { name, result, values } = read(
          encodeSchemalessCall("urn:x", "op", { v: sent }, { soapVersion }),
        );
        expect(name).toBe("op");
        expect(result).toEqual(sent);
        expect(values).toEqual({ v: sent });
      }),
    );
  });

  it.each<[unknown, string]>([
    [{ "a><b": 1 }, "op"],
    [{ "a:b": 1 }, "op"],
    [{ "": 1 }, "op"],
    [{ a: { "x y": 1 } }, "op/a"],
    [{ a: new Map() }, "op/a"],
    [{ a: () => 1 }, "op/a"],
    [{ a: ["\u0000"] }, "op/a[0]"],
  ])("refuses %j, and says where", (args, path) => {
    expect(() => encodeSchemalessCall("urn:x", "op", args as Record<string, unknown>)).toThrowError(
      expect.objectContaining({ code: "encode", context: { path } }) as Error,
    );
  });

  it("refuses a value that contains itself, and a name that is none", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => encodeSchemalessCall("urn:x", "op", cyclic)).toThrowError(/contain itself/);
    expect(() => encodeSchemalessCall("urn:x", "a b", [])).toThrowError(/not the name of an operation/);
  });
});

describe("an answer without a WSDL", () => {
  it.each<[string, string, unknown]>([
    ["a text without a type", "<v> a </v>", " a "],
    ["nothing", "", undefined],
    ["an empty element", "<v/>", ""],
    ["several values", "<v>1</v><w>2</w>", { v: "1", w: "2" }],
    ["an object", "<v><a>1</a><b/></v>", { a: "1", b: "" }],
    ["siblings of one name", "<v><a>1</a><b/><a>2</a><a>3</a></v>", { a: ["1", "2", "3"], b: "" }],
    ["a type of no schema", '<v xmlns:q="urn:q" xsi:type="q:T"><a xsi:type="xsd:int">1</a></v>', { a: 1 }],
    ["a builtin type of the encoding", '<v xsi:type="enc:boolean">1</v>', true],
    [
      "an array",
      '<v enc:arrayType="xsd:long[2]"><i>1</i><i>9223372036854775807</i></v>',
      [1, 9223372036854775807n],
    ],
    [
      "an array of arrays",
      '<v enc:arrayType="xsd:int[][1]"><i enc:arrayType="xsd:int[1]"><i>1</i></i></v>',
      [[1]],
    ],
    ["nil", '<v xsi:nil="true"/>', null],
    ["an integer of PHP", '<v xsi:type="xsd:int">9007199254740993</v>', 9007199254740993n],
    [
      "what SOAP 1.2 says of which is the result",
      '<p:result xmlns:p="http://www.w3.org/2003/05/soap-rpc">v</p:result><v xsi:type="xsd:int">1</v>',
      1,
    ],
    [
      "names that objects have",
      "<v><__proto__>1</__proto__><constructor>2</constructor></v>",
      JSON.parse('{"__proto__":"1","constructor":"2"}'),
    ],
    [
      "a Map of PHP",
      '<v xmlns:m="http://xml.apache.org/xml-soap" xsi:type="m:Map"><item><key xsi:type="xsd:string">a</key><value xsi:type="xsd:int">1</value></item></v>',
      [{ key: "a", value: 1 }],
    ],
  ])("is read by what it says: %s", (_, content, expected) => {
    expect(read(answer(content)).result).toEqual(expected);
  });

  it("follows references inside it, and no others", () => {
    expect(
      read(answer('<v><a href="#x"/><b href="#x"/></v>', '<m id="x" enc:root="0" xsi:type="xsd:int">5</m>'))
        .result,
    ).toEqual({ a: 5, b: 5 });
    expect(() => read(answer('<v href="http://x/"/>'))).toThrowError(/not of this message/);
    expect(() => read(answer('<v id="x"><a href="#x"/></v>'))).toThrowError(/part of/);
  });
});
