/** A value of the shell. */
type Value = number | string;

const maxLength = 10_000;
const maxDepth = 100;

/** What an expression is, as text; or what is wrong with it. Nothing in it is ever run. */
export function evaluate(text: string): string {
  if (text.length > maxLength) return `error: longer than ${maxLength} characters`;
  const tokens = text.match(/\d+(?:\.\d+)?|"[^"]*"|[-+*/()]|\S/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at] ?? "the end";
  const unexpected = (): never => {
    throw new Error(`${next()} is not expected here`);
  };
  const factor = (depth: number): Value => {
    if (depth > maxDepth) throw new Error("too deep");
    const token = next();
    if (/^\d/.test(token)) return (at++, Number(token));
    if (/^".*"$/s.test(token)) return (at++, token.slice(1, -1));
    if (token === "-") return (at++, -number(factor(depth + 1)));
    if (token !== "(") return unexpected();
    at++;
    const inner = sum(depth + 1);
    if (next() !== ")") return unexpected();
    at++;
    return inner;
  };
  const product = (depth: number): Value => {
    let left = factor(depth);
    for (let operator = next(); operator === "*" || operator === "/"; operator = next()) {
      at++;
      const right = number(factor(depth));
      left = operator === "*" ? number(left) * right : number(left) / right;
    }
    return left;
  };
  const sum = (depth: number): Value => {
    let left = product(depth);
    for (let operator = next(); operator === "+" || operator === "-"; operator = next()) {
      at++;
      const right = product(depth);
      if (operator === "-") left = number(left) - number(right);
      else left = typeof left === "string" || typeof right === "string" ? `${left}${right}` : left + right;
    }
    return left;
  };
  try {
    const value = sum(0);
    return at < tokens.length ? unexpected() : String(value);
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function number(value: Value): number {
  if (typeof value === "number") return value;
  throw new Error(`"${value}" is no number`);
}
