// TronWeb (https://tronweb.network) with the same inputs as Rows/Operations.cs. Usage: node tronweb.cjs <folder of node_modules> <seconds of processor time>
const { createRequire } = require('node:module');
const { createHash } = require('node:crypto');
const need = createRequire(process.argv[2] + '/package.json');
const { TronWeb, utils } = need('tronweb');
const { HDKey } = need('ethereum-cryptography/hdkey');
const window = Number(process.argv[3]) * 1e6;

const hash = (i, purpose) => createHash('sha256').update(Buffer.from([i, purpose])).digest();
const inputs = 256;
const range = Array.from({ length: inputs }, (_, i) => i);
const secrets = range.map(i => hash(i, 1).toString('hex'));
const hashes = range.map(i => hash(i, 2).toString('hex'));
const addresses = secrets.map(secret => TronWeb.address.fromPrivateKey(secret));
const hexes = addresses.map(address => TronWeb.address.toHex(address));
const signatures = secrets.map((secret, i) => utils.crypto.ECKeySign(utils.code.hexStr2byteArray(hashes[i]), utils.code.hexStr2byteArray(secret)));
const blocks = hashes.map(text => Uint8Array.from(Buffer.from(text + text, 'hex')));
const branch = HDKey.fromMasterSeed(Buffer.from(hashes[0], 'hex')).derive("m/44'/195'/0'/0");
const publicBranch = HDKey.fromExtendedKey(branch.publicExtendedKey);
const hexOf = bytes => Buffer.from(bytes).toString('hex');

function transfer(i) {
  const transaction = {
    visible: false, txID: '', raw_data_hex: '',
    raw_data: {
      contract: [{
        parameter: {
          value: { amount: 1_000_000 + i, owner_address: hexes[i % inputs], to_address: hexes[(i + 1) % inputs] },
          type_url: 'type.googleapis.com/protocol.TransferContract',
        },
        type: 'TransferContract',
      }],
      ref_block_bytes: '0001', ref_block_hash: 'aaaaaaaaaaaaaaaa', expiration: 1767225660000, timestamp: 1767225600000,
    },
  };
  const bytes = utils.transaction.txJsonToPb(transaction);
  transaction.txID = utils.transaction.txPbToTxID(bytes).replace(/^0x/, '');
  transaction.raw_data_hex = utils.transaction.txPbToRawDataHex(bytes).toLowerCase();
  return utils.crypto.signTransaction(secrets[i % inputs], transaction).txID;
}

const operations = {
  'new key and address': () => utils.accounts.generateAccount().address.base58,
  'address of a key': i => TronWeb.address.fromPrivateKey(secrets[i % inputs]),
  'TRX transfer built and signed': transfer,
  'signer recovered': i => utils.crypto.ecRecover(hashes[i % inputs], signatures[i % inputs]),
  'HD child and its address, public': i => utils.crypto.getBase58CheckAddress(
    utils.crypto.computeAddress(utils.ethersUtils.SigningKey.computePublicKey('0x' + hexOf(publicBranch.deriveChild(i).publicKey), false).slice(2).match(/../g).map(byte => parseInt(byte, 16)))),
  'HD child and its address, private': i => TronWeb.address.fromPrivateKey(hexOf(branch.deriveChild(i).privateKey)),
  'base58check decoded': i => utils.crypto.decodeBase58Address(addresses[i % inputs]),
  'Keccak-256 of 64 bytes': i => utils.ethersUtils.keccak256(blocks[i % inputs]),
};

function measure(work, microseconds) {
  const start = process.cpuUsage();
  for (let count = 0; ;) {
    for (let i = 0; i < 8; i++) {
      work(count++ & 0x7ffffff);
    }
    const used = process.cpuUsage(start);
    if (used.user + used.system >= microseconds) {
      return count / ((used.user + used.system) / 1e6);
    }
  }
}

const perSecond = {};
for (const [key, work] of Object.entries(operations)) {
  measure(work, window * 0.6);
  perSecond[key] = measure(work, window);
}
console.log(JSON.stringify({ Subject: 'TronWeb ' + JSON.parse(require('node:fs').readFileSync(process.argv[2] + '/node_modules/tronweb/package.json')).version + ', Node ' + process.versions.node, PerSecond: perSecond }));
