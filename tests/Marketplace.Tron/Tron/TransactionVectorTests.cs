using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Marketplace.Tron.Tests;

public class TransactionVectorTests
{
    [Test]
    public void Transfers_are_built_and_signed_byte_for_byte_as_in_the_vectors()
    {
        foreach (var vector in VectorFile.Group("transfers"))
        {
            using var key = TronKey.FromHex(vector.Text("privateKey")).Value;
            var expected = vector.GetProperty("transaction");
            var value = ParameterOf(expected);
            var built = Complete(vector, new TransferContract(
                key.Address, TronAddress.Parse(value.Text("to_address")).Value, value.Number("amount"))) with
            {
                Memo = Encoding.UTF8.GetBytes(vector.TextOrEmpty("memoUtf8")),
            };

            AssertSame(built, key, expected);
            var signature = TronSignature.FromHex(expected.GetProperty("signature")[0].GetString()).Value;
            Assert.That(Convert.ToHexStringLower(signature.Bytes[..32]), Is.EqualTo(vector.Text("r")));
            Assert.That(Convert.ToHexStringLower(signature.Bytes[32..64]), Is.EqualTo(vector.Text("s")));
            Assert.That(signature.RecoveryId, Is.EqualTo(vector.GetProperty("recid").GetInt32()));
        }
    }

    [Test]
    public void Token_transfers_are_built_and_signed_byte_for_byte_as_in_the_vectors()
    {
        foreach (var vector in VectorFile.Group("trc20Transfers"))
        {
            using var key = TronKey.FromHex(vector.Text("privateKey")).Value;
            var amount = BigInteger.Parse(vector.Text("tokenAmount"), CultureInfo.InvariantCulture);
            var data = Trc20.EncodeTransfer(TronAddress.Parse(vector.Text("to")).Value, amount);
            var expected = vector.GetProperty("transaction");
            var value = ParameterOf(expected);
            Assert.That(Convert.ToHexStringLower(data), Is.EqualTo(value.Text("data")));
            var built = Complete(vector, new TriggerSmartContract(key.Address, TronAddress.Parse(vector.Text("contract")).Value, data)
            {
                CallValueSun = value.Number("call_value"),
                CallTokenValue = value.Number("call_token_value"),
                TokenId = value.Number("token_id"),
            }) with
            {
                Memo = Convert.FromHexString(expected.GetProperty("raw_data").TextOrEmpty("data")),
            };
            AssertSame(built, key, expected);
        }
    }

    [Test]
    public void Event_logs_of_the_vectors_are_accepted_or_ignored_as_they_say()
    {
        foreach (var vector in VectorFile.Group("trc20Logs"))
        {
            var log = vector.GetProperty("log");
            var transfer = Trc20.DecodeLog(new TronEventLog(
                log.TextOrEmpty("address"), [.. log.Items("topics").Select(topic => topic.GetString()!)], log.TextOrEmpty("data")));
            var accepted = transfer is { Amount.Sign: > 0 } && transfer.Token == TronAddress.Parse(vector.Text("expectToken")).Value;
            Assert.That(accepted, Is.EqualTo(vector.GetProperty("accept").GetBoolean()), vector.TextOrEmpty("kind"));
            if (accepted)
            {
                Assert.That(transfer!.From.ToString(), Is.EqualTo(vector.Text("from")));
                Assert.That(transfer.To.ToString(), Is.EqualTo(vector.Text("to")));
                Assert.That(transfer.Amount.ToString(CultureInfo.InvariantCulture), Is.EqualTo(vector.Text("amount")));
            }
        }
    }

    private static TronTransaction Complete(JsonElement vector, TronContract contract)
    {
        var block = vector.GetProperty("refBlock");
        var raw = vector.GetProperty("transaction").GetProperty("raw_data");
        return new TronTransaction
        {
            Contract = contract,
            Reference = TronBlockReference.To(block.GetProperty("number").GetInt64(), block.Text("blockID")),
            ExpirationMs = raw.GetProperty("expiration").GetInt64(),
            TimestampMs = raw.Number("timestamp"),
            FeeLimitSun = raw.Number("fee_limit"),
            PermissionId = (int)raw.GetProperty("contract")[0].Number("Permission_id"),
        };
    }

    private static void AssertSame(TronTransaction built, TronKey key, JsonElement expected)
    {
        var signed = built.Sign(key);
        Assert.That(Convert.ToHexStringLower(signed.RawData), Is.EqualTo(expected.Text("raw_data_hex")));
        Assert.That(signed.Id, Is.EqualTo(expected.Text("txID")));
        Assert.That(signed.Signatures[0].ToHex(), Is.EqualTo(expected.GetProperty("signature")[0].GetString()));
        Assert.That(signed.RecoverSigner().Value, Is.EqualTo(key.Address));
        Assert.That(TronTransaction.DecodeExact(expected.Bytes("raw_data_hex")).Value.Contract, Is.EqualTo(built.Contract));

        var stored = SignedTronTransaction.Deserialize(signed.Serialize()).Value;
        using var json = JsonDocument.Parse(TronTransactionJson.Write(stored));
        Assert.That(JsonElement.DeepEquals(json.RootElement, expected), Is.True, json.RootElement.GetRawText());
    }

    private static JsonElement ParameterOf(JsonElement transaction) =>
        transaction.GetProperty("raw_data").GetProperty("contract")[0].GetProperty("parameter").GetProperty("value");
}
