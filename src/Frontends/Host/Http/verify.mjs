// Checks your part of a proof of solvency (format marketplace.solvency.v1) with nothing but Node.js 18 or newer:
//   node verify.mjs proof.json ROOT
// ROOT is the root as the public page, or somebody else, states it. Read this file before you run it: it opens proof.json and nothing else.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [file, root] = process.argv.slice(2);
if (!file || !/^[0-9a-f]{64}$/.test(root ?? "")) {
  console.error("usage: node verify.mjs proof.json ROOT");
  process.exit(2);
}

const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const number = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};
const text = (value) => Buffer.concat([Buffer.from([Buffer.byteLength(value)]), Buffer.from(value)]);
const check = (holds, what) => {
  console.log(`${holds ? "  ok" : "FAIL"}  ${what}`);
  if (!holds) {
    console.log("NOT VERIFIED");
    process.exit(1);
  }
};

const proof = JSON.parse(readFileSync(file, "utf8"));
const { leaves } = proof;
const [owed, held] = [BigInt(proof.owed), BigInt(proof.held)];
const levels = leaves > 1 ? (leaves - 1).toString(2).length : 0;
check(proof.format === "marketplace.solvency.v1", "the format is the one that this program knows");
check(proof.root === root, "the root is the one that you were given");
check(proof.house.reduce((sum, place) => sum + BigInt(place.amount), BigInt(proof.held_on_deposits)) === held, "the places add up to what is held");
check(proof.accounts.length > 0, "there is a part of yours in it");

for (const account of proof.accounts) {
  check(account.path.length === levels && account.position >= 0 && account.position < leaves, `${account.account} has a place in the tree`);
  let [sum, position, width] = [BigInt(account.balance), account.position, leaves];
  check(sum > 0n, "its balance is positive");
  let hash = sha256(Buffer.from([0]), Buffer.from(account.nonce, "hex"), text(account.account), text(proof.asset), number(sum));
  for (const step of account.path) {
    const [besideSum, besideHash] = [BigInt(step.sum), Buffer.from(step.hash, "hex")];
    // Beyond the last node of a level stands nobody: forty zero bytes.
    const alone = position % 2 === 0 && position === width - 1;
    if (besideSum < 0n || besideHash.length !== 32 || sum + besideSum >= 2n ** 63n || (alone && (besideSum !== 0n || besideHash.some((byte) => byte)))) {
      check(false, "a neighbour on the way to the root is sound");
    }

    const nodes = [Buffer.concat([number(sum), hash]), Buffer.concat([number(besideSum), besideHash])];
    hash = sha256(Buffer.from([1]), ...(position % 2 === 0 ? nodes : nodes.reverse()));
    sum += besideSum;
    position = Math.floor(position / 2);
    width = Math.ceil(width / 2);
  }

  check(hash.toString("hex") === root && sum === owed, `its balance of ${account.balance} is in the total of ${owed}`);
}

console.log(`  ${held + BigInt(proof.leaving) >= owed ? "covered" : "NOT COVERED"}: ${held} held and ${proof.leaving} on the way out, against ${owed} owed`);
console.log("Look these addresses up with any explorer; nobody else can do it for you:");
for (const place of proof.house) {
  console.log(`  ${place.name} ${place.address}: ${place.amount} at block ${proof.block.number}`);
}

console.log("VERIFIED");
