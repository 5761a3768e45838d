// Amounts come as integers in the smallest unit, as strings or numbers; BigInt keeps every digit. TRX has six decimals.
const decimals = { TRX: 6 };

export function format(amount, asset = "TRX") {
  const places = decimals[asset] ?? 0;
  const units = BigInt(typeof amount === "number" ? Math.trunc(amount) : amount ?? 0);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, " ");
  const fraction = places > 0 ? digits.slice(-places).replace(/0+$/, "") : "";
  return `${units < 0n ? "−" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

// "1.5" or "1,5" TRX in sun, or null where it is no amount.
export function parse(text) {
  const match = /^(\d{1,12})(?:[.,](\d{1,6}))?$/.exec(text.trim());
  return match ? BigInt(match[1]) * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0")) : null;
}
