import {
  all,
  condition,
  FilterError,
  formatFilter,
  parseFilter,
  searchBoxToFilter,
} from "@mailmux/gateway-api";

const hostile = 'x" or action=DELIVER';
console.log(formatFilter(all(condition("action", "=", "QUARANTINE"), condition("subject", "=", hostile))));
console.log(searchBoxToFilter("anna@example.com"));

try {
  parseFilter("form=anna@example.com");
} catch (error) {
  if (error instanceof FilterError) console.log(error.code, error.position.start, error.position.end);
}
