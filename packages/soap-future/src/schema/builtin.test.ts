import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type BuiltinType } from "../descriptor.ts";
import { decodeBuiltin, encodeBuiltin } from "./builtin.ts";

describe("decodeBuiltin", () => {
  it.each<[BuiltinType, string, unknown]>([
    ["string", " kept\nas it is ", " kept\nas it is "],
    ["normalizedString", "a\tb", "a b"],
    ["token", "  a   b ", "a b"],
    ["boolean", "true", true],
    ["boolean", " 0 ", false],
    ["int", "-2147483648", -2147483648],
    ["int", "+7", 7],
    ["int", "-0", 0],
    ["long", "9007199254740991", 9007199254740991],
    ["long", "9007199254740992", 9007199254740992n],
    ["long", "-9223372036854775808", -9223372036854775808n],
    ["unsignedLong", "18446744073709551615", 18446744073709551615n],
    ["integer", "123456789012345678901234567890", 123456789012345678901234567890n],
    ["decimal", "1.10", "1.10"],
    ["double", "INF", Infinity],
    ["double", "NaN", NaN],
    ["double", "-1.5e3", -1500],
    ["base64Binary", "SGVs\n bG8=", Buffer.from("Hello")],
    ["base64Binary", "", Buffer.alloc(0)],
    ["hexBinary", "00fF", Buffer.from([0, 255])],
    ["dateTime", "2026-11-23T10:00:00+02:00", "2026-11-23T10:00:00+02:00"],
    ["anyType", " kept ", " kept "],
    ["anySimpleType", " kept ", " kept "],
    ["language", " en-GB ", "en-GB"],
    ["Name", ":a-1", ":a-1"],
    ["NCName", "é.1", "é.1"],
    ["NMTOKEN", "-1:a", "-1:a"],
    ["NMTOKENS", " a  -b\n", ["a", "-b"]],
    ["ID", "a", "a"],
    ["IDREF", "a", "a"],
    ["IDREFS", "a b", ["a", "b"]],
    ["ENTITY", "a", "a"],
    ["ENTITIES", "a b", ["a", "b"]],
    ["QName", " a ", "a"],
    ["NOTATION", "a", "a"],
    ["anyURI", " http://a/ ö ", "http://a/ ö"],
    ["byte", "-128", -128],
    ["short", "32767", 32767],
    ["unsignedByte", "255", 255],
    ["unsignedShort", "65535", 65535],
    ["unsignedInt", "4294967295", 4294967295],
    ["nonNegativeInteger", "0", 0],
    ["positiveInteger", "+0001", 1],
    ["nonPositiveInteger", "-0", 0],
    ["negativeInteger", "-1", -1],
    ["int", "\t 7 \n", 7],
    ["long", "000000000000000000000007", 7],
    ["decimal", " -.5 ", "-.5"],
    ["decimal", "+1.", "+1."],
    ["double", "-0", -0],
    ["double", "-INF", -Infinity],
    ["float", "1E-3", 0.001],
    ["duration", "-P1Y2M3DT4H5M6.7S", "-P1Y2M3DT4H5M6.7S"],
    ["duration", "PT0S", "PT0S"],
    ["dateTime", "-0001-02-29T24:00:00.000-14:00", "-0001-02-29T24:00:00.000-14:00"],
    ["dateTime", "12345-12-31T23:59:59.123456789Z", "12345-12-31T23:59:59.123456789Z"],
    ["date", " 2024-02-29+14:00 ", "2024-02-29+14:00"],
    ["date", "2000-02-29", "2000-02-29"],
    ["time", "24:00:00Z", "24:00:00Z"],
    ["gYear", "-12026", "-12026"],
    ["gYearMonth", "2026-12Z", "2026-12Z"],
    ["gMonth", "--12", "--12"],
    ["gMonthDay", "--02-29", "--02-29"],
    ["gDay", "---31", "---31"],
  ])("reads xsd:%s %j exactly", (type, text, expected) => {
    expect(decodeBuiltin(type, text, "x")).toEqual(expected);
  });

  it.each<[BuiltinType, string]>([
    ["boolean", "yes"],
    ["boolean", ""],
    ["int", "2147483648"],
    ["int", "1.0"],
    ["int", ""],
    ["int", "0x1"],
    ["long", "9223372036854775808"],
    ["unsignedInt", "-1"],
    ["positiveInteger", "0"],
    ["decimal", "1e3"],
    ["double", "Infinity"],
    ["base64Binary", "SGVsbG8"],
    ["base64Binary", "!!!!"],
    ["hexBinary", "0"],
    ["hexBinary", "0g"],
    ["base64Binary", "SGVs_G8="],
    ["base64Binary", "SGVs-G8="],
    ["base64Binary", "SG=s"],
    ["base64Binary", "\u0153GVs"],
    ["base64Binary", "SGVsbG8=SGVs"],
    ["hexBinary", "\u0130\u0130"],
    ["byte", "128"],
    ["byte", "-129"],
    ["short", "32768"],
    ["short", "-32769"],
    ["int", "-2147483649"],
    ["long", "-9223372036854775809"],
    ["unsignedByte", "256"],
    ["unsignedByte", "-1"],
    ["unsignedShort", "65536"],
    ["unsignedInt", "4294967296"],
    ["unsignedLong", "18446744073709551616"],
    ["nonNegativeInteger", "-1"],
    ["nonPositiveInteger", "1"],
    ["negativeInteger", "0"],
    ["integer", "9".repeat(1001)],
    ["int", "-"],
    ["int", "+-1"],
    ["int", "1 2"],
    ["int", "\u0661"],
    ["decimal", "."],
    ["decimal", "INF"],
    ["double", "1e"],
    ["double", "+NaN"],
    ["float", ""],
    ["boolean", "TRUE"],
    ["language", "e_n"],
    ["language", "abcdefghi"],
    ["NCName", "a:b"],
    ["Name", "1"],
    ["NMTOKEN", "a b"],
    ["NMTOKENS", " "],
    ["ID", "1"],
    ["QName", "a:b"],
    ["QName", "a:b:c"],
    ["QName", ""],
    ["duration", "P"],
    ["duration", "PT"],
    ["duration", "P1S"],
    ["duration", "P1YT"],
    ["duration", "PT1.S"],
    ["duration", "P-1Y"],
    ["duration", `P${"9".repeat(200)}Y`],
    ["dateTime", "2026-11-23"],
    ["dateTime", "2026-11-23T10:00"],
    ["dateTime", "2026-13-01T00:00:00"],
    ["dateTime", "2026-00-01T00:00:00"],
    ["dateTime", "2026-02-29T00:00:00"],
    ["dateTime", "1900-02-29T00:00:00"],
    ["dateTime", "2026-04-31T00:00:00"],
    ["dateTime", "0000-01-01T00:00:00"],
    ["dateTime", "02026-01-01T00:00:00"],
    ["dateTime", "+2026-01-01T00:00:00"],
    ["dateTime", "226-01-01T00:00:00"],
    ["dateTime", "2026-01-01T24:00:01"],
    ["dateTime", "2026-01-01T00:00:00+24:00"],
    ["dateTime", "2026-01-01T00:00:00Zx"],
    ["dateTime", "2026-01-01 00:00:00"],
    ["dateTime", "2026-01-01T00:00:00.Z"],
    ["dateTime", "2026-01-29T0a:00:00"],
    ["date", "2026-01-011"],
    ["date", "2026/01/01"],
    ["dateTime", "2026-01-01T24:00:00.1"],
    ["dateTime", "2026-01-01T25:00:00"],
    ["dateTime", "2026-01-01T00:60:00"],
    ["dateTime", "2026-01-01T00:00:60"],
    ["dateTime", "2026-01-01T00:00:00."],
    ["dateTime", "2026-01-01T00:00:00+14:01"],
    ["dateTime", "2026-01-01T00:00:00-15:00"],
    ["dateTime", "2026-01-01T00:00:00+01:60"],
    ["dateTime", "2026-01-01T00:00:00z"],
    ["date", "2026-1-1"],
    ["time", "1:00:00"],
    ["gYear", "26"],
    ["gYearMonth", "2026-13"],
    ["gMonth", "--13"],
    ["gMonth", "--12--"],
    ["gMonthDay", "--02-30"],
    ["gDay", "---32"],
    ["gDay", "---00"],
  ])("refuses %s %j and says where", (type, text) => {
    expect(() => decodeBuiltin(type, text, "a/b[2]")).toThrowError(/\[decode\].*a\/b\[2\]/);
  });
});

describe("encodeBuiltin", () => {
  it.each<[BuiltinType, unknown]>([
    ["int", 1.5],
    ["int", 2147483648],
    ["int", "5"],
    ["long", 2 ** 53],
    ["string", 5],
    ["string", null],
    ["boolean", "true"],
    ["base64Binary", "SGVsbG8="],
    ["decimal", "abc"],
    ["decimal", 1e21],
    ["decimal", NaN],
    ["float", 1e39],
    ["double", "1"],
    ["long", 2n ** 63n],
    ["unsignedLong", -1n],
    ["integer", NaN],
    ["dateTime", "yesterday"],
    ["dateTime", new Date(NaN)],
    ["dateTime", new Date(-1e14)],
    ["date", new Date(0)],
    ["time", 5],
    ["duration", "1h"],
    ["duration", 60],
    ["language", "e n"],
    ["NCName", "a:b"],
    ["NMTOKENS", "a"],
    ["NMTOKENS", []],
    ["NMTOKENS", ["a b"]],
    ["IDREFS", ["a", 1]],
    ["QName", "a:b"],
    ["QName", "{urn:a}1"],
    ["QName", 5],
    ["hexBinary", "00"],
    ["base64Binary", [1]],
    ["string", Symbol("a")],
  ])("refuses to send %s from %s and says where", (type, value) => {
    expect(() => encodeBuiltin(type, value, "a/b")).toThrowError(/\[encode\].*a\/b/);
  });

  it.each<[BuiltinType, unknown, string]>([
    ["decimal", 0.1, "0.1"],
    ["decimal", 12345678901234567890n, "12345678901234567890"],
    ["decimal", "1.10", "1.10"],
    ["double", -0, "-0"],
    ["float", -Infinity, "-INF"],
    ["double", 1e21, "1e+21"],
    ["int", -0, "0"],
    ["long", 5n, "5"],
    ["dateTime", new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)), "2026-01-02T03:04:05.006Z"],
    ["dateTime", new Date(Date.UTC(12026, 0, 1)), "12026-01-01T00:00:00.000Z"],
    ["token", " a  b ", "a b"],
    ["NMTOKENS", ["a", "b"], "a b"],
    ["QName", "{urn:a}b", "{urn:a}b"],
    ["QName", "{}b", "b"],
    ["hexBinary", new Uint8Array([255, 1]), "FF01"],
    ["base64Binary", new Uint8Array([9, 255, 1, 9]).subarray(1, 3), "/wE="],
  ])("writes xsd:%s %s as %s", (type, value, text) => {
    expect(encodeBuiltin(type, value, "x")).toBe(text);
  });

  it("names a path that is made only when it is needed", () => {
    const path = vi.fn(() => "a/b");
    expect(decodeBuiltin("int", "5", path)).toBe(5);
    expect(path).not.toHaveBeenCalled();
    expect(() => decodeBuiltin("int", "x", path)).toThrowError(
      expect.objectContaining({ context: { path: "a/b" } }) as Error,
    );
  });

  it("takes the text of any moment that a Date has", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date(8.64e15), noInvalidDate: true }),
        (date) => {
          const text = encodeBuiltin("dateTime", date, "x");
          expect(decodeBuiltin("dateTime", text, "x")).toBe(text);
        },
      ),
    );
  });

  it("keeps bytes and texts of any kind", () => {
    const same = (type: BuiltinType, value: unknown): void => {
      expect(decodeBuiltin(type, encodeBuiltin(type, value, "x"), "x")).toEqual(value);
    };
    fc.assert(fc.property(fc.uint8Array(), (bytes) => same("hexBinary", Buffer.from(bytes))));
    fc.assert(fc.property(fc.string(), (text) => same("string", text)));
    fc.assert(
      fc.property(fc.bigInt(), (n) => same("integer", Number.isSafeInteger(Number(n)) ? Number(n) : n)),
    );
    fc.assert(fc.property(fc.float({ noNaN: true }), (n) => same("float", n)));
    fc.assert(fc.property(fc.boolean(), (value) => same("boolean", value)));
  });

  it("gives back every value that it has sent", () => {
    const back = (type: BuiltinType, value: string | number | bigint | boolean | Uint8Array): unknown =>
      decodeBuiltin(type, encodeBuiltin(type, value, "x"), "x");
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        (n) => BigInt(back("long", n) as bigint) === n,
      ),
    );
    fc.assert(
      fc.property(
        fc.double(),
        (n) => Object.is(back("double", n), n) || (n === 0 && back("double", n) === 0),
      ),
    );
    fc.assert(
      fc.property(
        fc.uint8Array(),
        (b) => Buffer.compare(back("base64Binary", b) as Buffer, Buffer.from(b)) === 0,
      ),
    );
  });
});
