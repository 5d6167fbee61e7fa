import { describe, expect, it } from "vitest";
import { type ComplexTypeDescriptor, type ElementDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { repeatedPath } from "./repeated-path.ts";

function element(key: string, type: number | "string", max: number | "unbounded" = 1): ElementDescriptor {
  const reference =
    type === "string"
      ? ({ kind: "builtin", name: "string" } as const)
      : ({ kind: "complex", index: type } as const);
  return { kind: "element", key, namespace: "", name: key, type: reference, nillable: false, min: 0, max };
}

function type(...particles: ElementDescriptor[]): ComplexTypeDescriptor {
  const group = { kind: "sequence", min: 1, max: 1, particles } as const;
  return { name: "T", content: { kind: "elements", group }, attributes: [] };
}

function path(
  types: readonly ComplexTypeDescriptor[],
  wanted?: string,
  use: "literal" | "encoded" = "literal",
): readonly string[] | string {
  const message = { body: "element", use, namespace: "", name: "m", type: 0, headers: [] } as const;
  const operation = { name: "op", soapAction: "", input: message, output: message, faults: [] };
  const descriptor: ServiceDescriptor = {
    ...{ name: "S", targetNamespace: "", port: "P", soapVersion: "1.1", simpleTypes: [] },
    ...{ operations: [operation], types },
  };
  try {
    return repeatedPath(descriptor, operation, wanted);
  } catch (error) {
    return (error as Error).message;
  }
}

describe("repeatedPath", () => {
  it("is the only repeated element", () => {
    expect(path([type(element("result", 1)), type(element("item", "string", "unbounded"))])).toEqual([
      "result",
      "item",
    ]);
  });

  it("is the one that is named, also by keys with slashes in them", () => {
    const key = "{http://example.org/a}item";
    const types = [
      type(element("a", 1), element("tags", "string", 2)),
      type(element(key, "string", "unbounded")),
    ];
    expect(path(types, `a/${key}`)).toEqual(["a", key]);
    expect(path(types)).toContain(`has several repeated elements, name one: a/${key}, tags`);
    expect(path(types, "a")).toContain(`can be streamed by a/${key}, tags, not by "a"`);
  });

  it("is not what a wildcard takes", () => {
    const any = { kind: "any", key: "$any", min: 0, max: "unbounded", namespaces: "##any" } as const;
    const group = { kind: "sequence", min: 1, max: 1, particles: [any] } as const;
    const types = [{ name: "T", content: { kind: "elements", group }, attributes: [] } as const];
    expect(path(types)).toContain("op has no repeated element to stream");
  });

  it("is none of an encoded answer", () => {
    const types = [type(element("item", "string", "unbounded"))];
    expect(path(types, undefined, "encoded")).toContain("which cannot be streamed");
  });

  it("says when there is none", () => {
    expect(path([type(element("a", 0))])).toContain("op has no repeated element to stream");
  });

  it("does not follow every way through types that are inside each other", () => {
    const types = Array.from({ length: 60 }, (_, index) =>
      type(element("a", Math.min(index + 1, 59)), element("b", Math.min(index + 1, 59))),
    );
    expect(path(types)).toContain("op has no repeated element to stream");
  });
});
