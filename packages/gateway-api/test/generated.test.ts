import { readFile } from "node:fs/promises";
import { type ComplexTypeDescriptor, type ElementDescriptor } from "@mailmux/soap-future";
import { describe, expect, it } from "vitest";
import { generateSources } from "../scripts/sources.ts";
import { gatewayDescriptor, type OperationName, operationNames } from "../src/index.ts";

describe("the generated files", () => {
  it("say what the WSDL says; if not, run `pnpm --filter @mailmux/gateway-api generate`", async () => {
    for (const [name, text] of Object.entries(await generateSources())) {
      expect(await readFile(new URL(`../${name}`, import.meta.url), "utf8"), name).toBe(text);
    }
  });
});

/** Every type of this WSDL is a plain sequence. */
function elementsOf(type: ComplexTypeDescriptor | undefined): ElementDescriptor[] {
  if (type?.content.kind !== "elements") throw new Error(`${type?.name} has no elements`);
  return type.content.group.particles.filter((particle) => particle.kind === "element");
}

describe("the WSDL", () => {
  const responseOf = (operation: string): string[] => {
    const { output } = gatewayDescriptor.operations.find(({ name }) => name === operation) ?? {};
    return elementsOf(gatewayDescriptor.types[output?.type ?? -1]).map((element) => element.name);
  };

  /** Clients unwrap an answer that declares one child, and only that; so how many there are is part of the contract. */
  const children: Partial<Record<OperationName, string[]>> = {
    mailQueue: ["result", "totalhits"],
    mailHistory: ["result", "totalhits"],
    fileRead: ["data", "size", "offset"],
    mailQueueDownload: ["data"],
  };
  const withoutAnswer: readonly OperationName[] = [
    "mailQueueRetry",
    "mailQueueDelete",
    "mailQueueBounce",
    "graphClear",
    "dnsCacheFlush",
    "commandPush",
    "commandSignal",
    "commandTermsize",
    "commandStop",
    "configKeySet",
    "configKeyDelete",
    "updateDownloadStart",
    "updateDownloadCancel",
    "updateInstall",
    "licenseImport",
  ];

  it.each(operationNames)("declares the children of %s that clients count on", (operation) => {
    const expected = children[operation] ?? (withoutAnswer.includes(operation) ? [] : ["result"]);
    expect(responseOf(operation)).toEqual(expected);
  });

  it("documents every operation and has traits for each, and for nothing else", () => {
    const { operations } = gatewayDescriptor;
    expect(operations.filter(({ documentation }) => documentation === undefined)).toEqual([]);
    expect([...operationNames].sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  it("has nothing nillable, and every field that a client may leave out is optional", () => {
    const elements = gatewayDescriptor.types.flatMap(elementsOf);
    expect(elements.filter((element) => element.nillable)).toEqual([]);
    const query = gatewayDescriptor.types.find((type) => type.name === "mailQueue");
    expect(elementsOf(query).map(({ name, min }) => [name, min])).toEqual([
      ["filter", 1],
      ["offset", 0],
      ["limit", 0],
      ["options", 0],
    ]);
  });
});
