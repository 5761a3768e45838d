// A TronWeb that has its transactions made by the node. Usage: node create.cjs <url> <private key> <recipient> <token>
const TronWeb = require('tronweb');
const assert = require('node:assert');

const [url, privateKey, recipient, token] = process.argv.slice(2);
const fullHost = url.replace(/\/$/, '');

async function control(path, body) {
  const response = await fetch(`${fullHost}/devnet/${path}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  assert.strictEqual(response.status, 200, `${path}: ${await response.clone().text()}`);
}

async function refusal(promise) {
  const failure = await promise.then(() => assert.fail('it was not refused'), error => error);
  return typeof failure === 'string' ? failure : failure.message;
}

async function main() {
  const tronWeb = new TronWeb({ fullHost, privateKey });
  const own = tronWeb.defaultAddress.base58;
  const refused = 'class org.tron.core.exception.ContractValidateException : ';
  assert.strictEqual(
    await refusal(tronWeb.trx.sendTrx(recipient, 1)), `${refused}Validate TransferContract error, no OwnerAccount.`);

  await control('faucet', { address: own, amount_sun: 1_000_000_000 });
  await control('faucet', { address: own, token_amount: '5000000' });
  await control('mine', { count: 20 });
  assert.strictEqual(
    await refusal(tronWeb.trx.sendTrx(recipient, 1_000_000_000)), `${refused}Validate TransferContract error, balance is not sufficient.`);
  assert.strictEqual(
    await refusal(tronWeb.transactionBuilder.sendTrx(token, 1, own)), `${refused}Cannot transfer TRX to a smartContract.`);

  const sent = await tronWeb.trx.sendTrx(recipient, 25_000_000);
  assert.strictEqual(sent.result, true, JSON.stringify(sent));
  const made = await tronWeb.transactionBuilder.sendTrx(recipient, 1, own, { permissionId: 2 });
  assert.strictEqual(made.raw_data.contract[0].Permission_id, 2);
  assert.strictEqual(made.raw_data.expiration - (await tronWeb.trx.getCurrentBlock()).block_header.raw_data.timestamp, 60_000);
  const signed = await tronWeb.trx.multiSign(made, privateKey, 2);
  const weight = await tronWeb.trx.getSignWeight(signed);
  assert.deepStrictEqual(weight.result, {});
  assert.strictEqual(weight.current_weight, 1);
  assert.strictEqual(weight.permission.permission_name, 'active');
  assert.strictEqual((await tronWeb.trx.sendRawTransaction(signed)).result, true);
  await control('mine', { count: 19 });
  assert.strictEqual(await tronWeb.trx.getBalance(recipient), 25_000_001);

  const estimate = await tronWeb.transactionBuilder.estimateEnergy(
    token, 'transfer(address,uint256)', {}, [{ type: 'address', value: recipient }, { type: 'uint256', value: 1 }], own);
  assert.strictEqual(estimate.energy_required, 130285);
  console.log(`TRX ${sent.txid}`);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
