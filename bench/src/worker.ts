// The process of one contender: measures a case whenever it is told to, so that contenders take turns.
import { type Contender, type Surroundings } from "./benchmark.ts";

interface Order {
  readonly caseName: string;
  readonly surroundings: Surroundings;
}

const file = process.argv[2] ?? "";
const { createContender } = (await import(`./contenders/${file}.ts`)) as { createContender: () => Contender };
const contender = createContender();

process.on("message", (order: Order | "close") => {
  if (order === "close") {
    void contender.close().then(() => process.disconnect());
    return;
  }
  contender.measure(order.caseName, order.surroundings).then(
    (figures) => process.send?.(typeof figures === "number" ? { value: figures } : figures),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.send?.({ name: contender.name, cases: contender.cases });
