import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
  ])("refuses to send %s from %j and says where", (type, value) => {
    expect(() => encodeBuiltin(type, value, "a/b")).toThrowError(/\[encode\].*a\/b/);
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
