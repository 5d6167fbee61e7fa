/**
 * JSON with nothing lost: integers past 2^53 keep all digits (as a JSON number), bytes are base64, and numbers that
 * JSON has no word for are strings (`"NaN"`, `"INF"`, `"-INF"`, as XML Schema writes them).
 */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    function (this: Record<string, unknown>, key: string, given: unknown) {
      // A Buffer has turned itself into an object by the time it is given here.
      const { [key]: original } = this;
      if (original instanceof Uint8Array) return Buffer.from(original).toString("base64");
      if (typeof given === "bigint") return rawJson(String(given));
      if (typeof given === "number" && !Number.isFinite(given)) return nonFinite(given);
      return given;
    },
    indent,
  );
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "INF" : "-INF";
}

/** Standard since ECMAScript 2026, and in Node since 21. */
function rawJson(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}

/** Reads JSON whose integers past 2^53 become bigint. Throws SyntaxError. */
export function fromJson(text: string): unknown {
  const reviver = (_key: string, value: unknown, { source }: { source?: string } = {}): unknown =>
    typeof value === "number" &&
    source !== undefined &&
    /^-?[0-9]+$/.test(source) &&
    !Number.isSafeInteger(value)
      ? BigInt(source)
      : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}
