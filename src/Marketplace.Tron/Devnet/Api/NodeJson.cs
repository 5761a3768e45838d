using System.Text;
using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>Writes blocks, transactions, receipts and accounts in the shape of java-tron's HTTP API: what is zero or empty is left out.</summary>
internal static class NodeJson
{
    internal static void WriteBlock(Utf8JsonWriter json, DevBlock block, DevChain chain, bool withTransactions = true)
    {
        json.WriteStartObject();
        json.WriteString("blockID", block.Id);
        json.WriteStartObject("block_header");
        json.WriteStartObject("raw_data");
        WriteNumber(json, "number", block.Number);
        json.WriteString("txTrieRoot", block.TransactionRoot);
        json.WriteString("witness_address", chain.WitnessAddress(block.Witness).ToHex());
        json.WriteString("parentHash", block.ParentId);
        json.WriteNumber("version", Witnesses.BlockVersion);
        WriteNumber(json, "timestamp", block.TimestampMs);
        json.WriteEndObject();
        json.WriteString("witness_signature", block.WitnessSignature);
        json.WriteEndObject();
        if (withTransactions && block.Transactions.Count > 0)
        {
            json.WriteStartArray("transactions");
            foreach (var transaction in block.Transactions)
            {
                WriteTransaction(json, transaction);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    internal static void WriteTransaction(Utf8JsonWriter json, IncludedTransaction included)
    {
        json.WriteStartObject();
        json.WriteStartArray("ret");
        json.WriteStartObject();
        json.WriteString("contractRet", included.Receipt.ContractResult);
        WriteNumber(json, "fee", included.Receipt.FeeSun);
        json.WriteEndObject();
        json.WriteEndArray();
        TronTransactionJson.WriteFields(json, included.Signed.Transaction, included.Signed.RawData, included.Signed.Signatures);
        json.WriteEndObject();
    }

    internal static void WriteInfo(Utf8JsonWriter json, IncludedTransaction included, DevBlock block)
    {
        var receipt = included.Receipt;
        json.WriteStartObject();
        json.WriteString("id", included.Signed.Id);
        WriteNumber(json, "fee", receipt.FeeSun);
        json.WriteNumber("blockNumber", block.Number);
        json.WriteNumber("blockTimeStamp", block.TimestampMs);
        json.WriteStartArray("contractResult");
        json.WriteStringValue(receipt.Output);
        json.WriteEndArray();
        if (receipt.Contract is { } contract)
        {
            json.WriteString("contract_address", contract.ToHex());
        }

        WriteReceipt(json, receipt);
        if (receipt.Logs.Count > 0)
        {
            WriteLogs(json, receipt.Logs);
        }

        if (receipt.ContractResult != TokenRun.Success)
        {
            json.WriteString("result", "FAILED");
            json.WriteString("resMessage", Hex(receipt.Message));
        }

        json.WriteEndObject();
    }

    internal static void WriteAccount(Utf8JsonWriter json, TronAddress address, DevAccount account, long nowMs)
    {
        json.WriteString("address", address.ToHex());
        if (account.IsContract)
        {
            json.WriteString("type", "Contract");
        }

        WriteNumber(json, "balance", account.BalanceSun);
        WriteNumber(json, "create_time", account.CreatedMs);
        WriteNumber(json, "latest_opration_time", account.LastOperationMs);
        WriteNumber(json, "free_net_usage", account.FreeNetUsedAt(nowMs));
        WriteNumber(json, "latest_consume_free_time", account.FreeNetTimeMs);
        json.WriteNumber("net_window_size", 28_800_000);
        json.WriteBoolean("net_window_optimized", true);
        json.WriteStartObject("account_resource");
        json.WriteNumber("energy_window_size", 28_800_000);
        json.WriteBoolean("energy_window_optimized", true);
        json.WriteEndObject();
        if (!account.IsContract)
        {
            WritePermissions(json, address);
        }
    }

    /// <summary>Protobuf's JSON leaves out what is zero.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, string name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>The owner's permission, or the active one that every account has from the start. One key: the account's own.</summary>
    internal static void WriteOwnPermission(Utf8JsonWriter json, TronAddress address, bool active)
    {
        if (active)
        {
            json.WriteString("type", "Active");
            json.WriteNumber("id", 2);
            json.WriteString("operations", "7fff1fc0033efb0f000000000000000000000000000000000000000000000000");
        }

        json.WriteString("permission_name", active ? "active" : "owner");
        json.WriteNumber("threshold", 1);
        json.WriteStartArray("keys");
        json.WriteStartObject();
        json.WriteString("address", address.ToHex());
        json.WriteNumber("weight", 1);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    internal static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static void WriteReceipt(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteStartObject("receipt");
        WriteNumber(json, "energy_fee", receipt.EnergyFeeSun);
        WriteNumber(json, "energy_usage_total", receipt.Energy);
        WriteNumber(json, "net_usage", receipt.NetUsage);
        WriteNumber(json, "net_fee", receipt.NetFeeSun);
        if (receipt.IsContractCall)
        {
            json.WriteString("result", receipt.ContractResult);
        }

        json.WriteEndObject();
    }

    private static void WriteLogs(Utf8JsonWriter json, IReadOnlyList<TronEventLog> logs)
    {
        json.WriteStartArray("log");
        foreach (var log in logs)
        {
            json.WriteStartObject();
            json.WriteString("address", log.Address);
            json.WriteStartArray("topics");
            foreach (var topic in log.Topics)
            {
                json.WriteStringValue(topic);
            }

            json.WriteEndArray();
            json.WriteString("data", log.Data);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePermissions(Utf8JsonWriter json, TronAddress address)
    {
        json.WriteStartObject("owner_permission");
        WriteOwnPermission(json, address, active: false);
        json.WriteEndObject();
        json.WriteStartArray("active_permission");
        json.WriteStartObject();
        WriteOwnPermission(json, address, active: true);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
