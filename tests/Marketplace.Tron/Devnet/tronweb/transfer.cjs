// An unmodified TronWeb against the local chain. Usage: node transfer.cjs <url> <private key> <recipient> <token>
const { TronWeb } = require('tronweb');
const assert = require('node:assert');

const [url, privateKey, recipient, token] = process.argv.slice(2);

async function control(path, body) {
  const response = await fetch(`${url}devnet/${path}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  assert.strictEqual(response.status, 200, `${path}: ${await response.clone().text()}`);
  return response.json();
}

async function main() {
  const tronWeb = new TronWeb({ fullHost: url.replace(/\/$/, ''), privateKey });
  const own = tronWeb.defaultAddress.base58;
  const connected = await tronWeb.isConnected();
  assert.ok(connected.fullNode && connected.solidityNode, 'isConnected');

  await control('faucet', { address: own, amount_sun: 1_000_000_000 });
  await control('faucet', { address: own, token_amount: '5000000' });
  await control('mine', { count: 20 });
  assert.strictEqual(await tronWeb.trx.getBalance(own), 1_000_000_000);
  assert.strictEqual(await tronWeb.trx.getBalance(recipient), 0);

  const block = await tronWeb.trx.getCurrentBlock();
  assert.strictEqual((await tronWeb.trx.getBlock(block.block_header.raw_data.number)).blockID, block.blockID);
  assert.strictEqual((await tronWeb.trx.getBlock(block.blockID)).blockID, block.blockID);
  assert.strictEqual((await tronWeb.trx.getConfirmedCurrentBlock()).block_header.raw_data.number, block.block_header.raw_data.number - 18);
  assert.strictEqual((await tronWeb.trx.getBlockRange(1, 5)).length, 5);
  assert.ok((await tronWeb.trx.getChainParameters()).some(parameter => parameter.key === 'getTransactionFee' && parameter.value === 1000));
  assert.strictEqual(await tronWeb.trx.getBandwidth(own), 600);

  const sent = await tronWeb.trx.sendTransaction(recipient, 25_000_000);
  assert.strictEqual(sent.result, true, JSON.stringify(sent));
  await assert.rejects(tronWeb.trx.getTransaction(sent.txid), /Transaction not found/);
  await control('mine', { count: 1 });
  assert.strictEqual((await tronWeb.trx.getTransaction(sent.txid)).ret[0].contractRet, 'SUCCESS');
  await control('mine', { count: 18 });
  const info = await tronWeb.trx.getTransactionInfo(sent.txid);
  assert.strictEqual(info.fee, 1_100_000, 'a new address costs 1 TRX and 0.1 TRX');
  assert.strictEqual(await tronWeb.trx.getBalance(recipient), 25_000_000);
  assert.strictEqual((await tronWeb.trx.getConfirmedTransaction(sent.txid)).txID, sent.txid);
  const resources = await tronWeb.trx.getAccountResources(own);
  assert.strictEqual(resources.freeNetLimit, 600);

  const unsigned = await tronWeb.transactionBuilder.sendTrx(recipient, 1, own);
  const memo = await tronWeb.transactionBuilder.addUpdateData(unsigned, 'hello', 'utf8');
  const hexed = await tronWeb.trx.sendHexTransaction(serialized(await tronWeb.trx.sign(memo)).toString('hex'));
  assert.strictEqual(hexed.result, true, JSON.stringify(hexed));

  const refused = await tronWeb.trx.sendTransaction(recipient, 10_000_000_000).catch(error => error);
  assert.strictEqual(refused.code, 'CONTRACT_VALIDATE_ERROR');
  assert.match(Buffer.from(refused.message, 'hex').toString(), /balance is not sufficient/);

  const contract = await tronWeb.contract().at(token);
  assert.strictEqual((await contract.decimals().call()).toString(), '6');
  assert.strictEqual(await contract.symbol().call(), 'USDT');
  assert.strictEqual((await contract.balanceOf(own).call()).toString(), '5000000');
  const tokenId = await contract.transfer(recipient, 2_000_000).send({ feeLimit: 100_000_000 });
  await control('mine', { count: 19 });
  assert.strictEqual((await contract.balanceOf(recipient).call()).toString(), '2000000');
  const receipt = await tronWeb.trx.getTransactionInfo(tokenId);
  assert.strictEqual(receipt.receipt.result, 'SUCCESS');
  assert.strictEqual(receipt.log.length, 1);
  assert.strictEqual(receipt.receipt.energy_usage_total, 130285);
  const estimate = await tronWeb.transactionBuilder.estimateEnergy(
    token, 'transfer(address,uint256)', {}, [{ type: 'address', value: recipient }, { type: 'uint256', value: 1 }], own);
  assert.strictEqual(estimate.energy_required, 64285, 'the recipient holds some');
  const signed = await tronWeb.trx.sign(unsigned);
  assert.deepStrictEqual((await tronWeb.trx.getApprovedList(signed)).approved_list, [tronWeb.defaultAddress.hex]);
  assert.strictEqual((await tronWeb.trx.getSignWeight(signed)).permission.keys[0].address, tronWeb.defaultAddress.hex);
  const frozen = await tronWeb.transactionBuilder.freezeBalanceV2(1_000_000, 'ENERGY', own);
  assert.strictEqual((await tronWeb.trx.getSignWeight(await tronWeb.trx.sign(frozen))).current_weight, 1, 'a kind this chain does not execute');
  console.log(`TRX ${sent.txid} token ${tokenId}`);
}

// Transaction { raw_data 1, signature 2 }
function serialized(transaction) {
  const raw = Buffer.from(transaction.raw_data_hex, 'hex');
  const parts = [field(1, raw)];
  for (const signature of transaction.signature) {
    parts.push(field(2, Buffer.from(signature, 'hex')));
  }
  return Buffer.concat(parts);
}

function field(number, bytes) {
  const length = [];
  for (let rest = bytes.length; ; rest >>= 7) {
    if (rest < 0x80) {
      length.push(rest);
      break;
    }
    length.push((rest & 0x7f) | 0x80);
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
