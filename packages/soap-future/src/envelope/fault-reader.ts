import { SoapError, SoapFault } from "../errors.ts";

/** Reads the children of a SOAP 1.1 Fault element. */
export class FaultReader {
  readonly #fields = new Map<string, string>();
  readonly #detail = Object.create(null) as Record<string, string>;
  readonly #path: string[] = [];
  #hasDetail = false;

  start(name: string): void {
    this.#path.push(name);
    if (this.#path.length === 1 && name === "detail") this.#hasDetail = true;
  }

  text(text: string): void {
    const [field, entry] = this.#path;
    if (field === undefined) return;
    if (field !== "detail") this.#fields.set(field, joined(this.#fields.get(field), text));
    else if (entry !== undefined) this.#detail[entry] = joined(this.#detail[entry], text);
  }

  /** True when the end tag was the Fault's own. */
  end(): boolean {
    return this.#path.pop() === undefined;
  }

  /** The fault that was read. */
  fault(): SoapFault {
    const faultcode = this.#fields.get("faultcode");
    const faultstring = this.#fields.get("faultstring");
    if (faultcode === undefined && faultstring === undefined) {
      throw new SoapError("decode", "the fault has neither a faultcode nor a faultstring");
    }
    return new SoapFault({
      faultcode: faultcode?.trim() ?? "",
      faultstring: faultstring ?? "",
      faultactor: this.#fields.get("faultactor"),
      detail: this.#hasDetail ? this.#detail : undefined,
    });
  }
}

/** A fault is read by people: what is longer than this, nobody wants in a message or a log. */
const maxText = 4096;

function joined(before: string | undefined, text: string): string {
  const known = before ?? "";
  return known.length >= maxText ? known : (known + text).slice(0, maxText).toWellFormed();
}
