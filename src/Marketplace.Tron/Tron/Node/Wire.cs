using System.Text.Json.Serialization;

namespace Marketplace.Tron;

/// <summary>The node's JSON, as documented and as observed: what is zero or empty is absent, and any answer may be an <c>Error</c> instead.</summary>
internal class WireMessage
{
    public string? Error { get; set; }
}

internal sealed class WireBlock : WireMessage
{
    [JsonPropertyName("blockID")]
    public string? BlockId { get; set; }

    [JsonPropertyName("block_header")]
    public WireHeader? Header { get; set; }

    [JsonPropertyName("transactions")]
    public List<WireTransaction>? Transactions { get; set; }
}

internal sealed class WireHeader
{
    [JsonPropertyName("raw_data")]
    public WireHeaderData? Data { get; set; }
}

internal sealed class WireHeaderData
{
    [JsonPropertyName("number")]
    public long Number { get; set; }

    [JsonPropertyName("timestamp")]
    public long Timestamp { get; set; }

    [JsonPropertyName("parentHash")]
    public string? ParentHash { get; set; }

    [JsonPropertyName("txTrieRoot")]
    public string? TransactionRoot { get; set; }
}

internal sealed class WireBlocks : WireMessage
{
    [JsonPropertyName("block")]
    public List<WireBlock>? Blocks { get; set; }
}

internal sealed class WireTransaction : WireMessage
{
    [JsonPropertyName("txID")]
    public string? TxId { get; set; }

    [JsonPropertyName("raw_data_hex")]
    [JsonConverter(typeof(HexConverter))]
    public byte[]? RawData { get; set; }

    [JsonPropertyName("ret")]
    public List<WireRet>? Ret { get; set; }

    [JsonPropertyName("signature")]
    public List<string>? Signatures { get; set; }
}

internal sealed class WireRet
{
    [JsonPropertyName("contractRet")]
    public string? ContractRet { get; set; }
}

internal sealed class WireInfo : WireMessage
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("blockNumber")]
    public long BlockNumber { get; set; }

    [JsonPropertyName("blockTimeStamp")]
    public long BlockTimestamp { get; set; }

    [JsonPropertyName("fee")]
    public long Fee { get; set; }

    [JsonPropertyName("result")]
    public string? Result { get; set; }

    [JsonPropertyName("resMessage")]
    public string? Message { get; set; }

    [JsonPropertyName("receipt")]
    public WireReceipt? Receipt { get; set; }

    [JsonPropertyName("log")]
    public List<WireLog>? Logs { get; set; }

    [JsonPropertyName("internal_transactions")]
    public List<WireInternal>? Internals { get; set; }
}

internal sealed class WireReceipt
{
    [JsonPropertyName("result")]
    public string? Result { get; set; }

    [JsonPropertyName("energy_usage_total")]
    public long EnergyTotal { get; set; }

    [JsonPropertyName("energy_fee")]
    public long EnergyFee { get; set; }

    [JsonPropertyName("net_usage")]
    public long NetUsage { get; set; }

    [JsonPropertyName("net_fee")]
    public long NetFee { get; set; }
}

internal sealed class WireLog
{
    [JsonPropertyName("address")]
    public string? Address { get; set; }

    [JsonPropertyName("topics")]
    public List<string>? Topics { get; set; }

    [JsonPropertyName("data")]
    public string? Data { get; set; }
}

internal sealed class WireInternal
{
    [JsonPropertyName("caller_address")]
    public string? Caller { get; set; }

    [JsonPropertyName("transferTo_address")]
    public string? TransferTo { get; set; }

    [JsonPropertyName("callValueInfo")]
    public List<WireCallValue>? Values { get; set; }

    [JsonPropertyName("rejected")]
    public bool Rejected { get; set; }
}

internal sealed class WireCallValue
{
    [JsonPropertyName("callValue")]
    public long CallValue { get; set; }

    [JsonPropertyName("tokenId")]
    public string? TokenId { get; set; }
}

internal sealed class WireAccount : WireMessage
{
    [JsonPropertyName("address")]
    public string? Address { get; set; }

    [JsonPropertyName("balance")]
    public long Balance { get; set; }

    [JsonPropertyName("type")]
    public string? Type { get; set; }

    [JsonPropertyName("owner_permission")]
    public WirePermission? Owner { get; set; }

    [JsonPropertyName("active_permission")]
    public List<WirePermission>? Active { get; set; }
}

internal sealed class WirePermission
{
    [JsonPropertyName("id")]
    public int Id { get; set; }

    [JsonPropertyName("threshold")]
    public long Threshold { get; set; }

    [JsonPropertyName("keys")]
    public List<WireKey>? Keys { get; set; }
}

internal sealed class WireKey
{
    [JsonPropertyName("address")]
    public string? Address { get; set; }

    [JsonPropertyName("weight")]
    public long Weight { get; set; }
}

internal sealed class WireResource : WireMessage
{
    [JsonPropertyName("freeNetLimit")]
    public long FreeNetLimit { get; set; }

    [JsonPropertyName("freeNetUsed")]
    public long FreeNetUsed { get; set; }

    [JsonPropertyName("NetLimit")]
    public long NetLimit { get; set; }

    [JsonPropertyName("NetUsed")]
    public long NetUsed { get; set; }

    [JsonPropertyName("EnergyLimit")]
    public long EnergyLimit { get; set; }

    [JsonPropertyName("EnergyUsed")]
    public long EnergyUsed { get; set; }
}

internal sealed class WireParameters : WireMessage
{
    [JsonPropertyName("chainParameter")]
    public List<WireParameter>? Parameters { get; set; }
}

internal sealed class WireParameter
{
    [JsonPropertyName("key")]
    public string? Key { get; set; }

    [JsonPropertyName("value")]
    public long Value { get; set; }
}

internal sealed class WireBroadcast : WireMessage
{
    [JsonPropertyName("result")]
    public bool Result { get; set; }

    [JsonPropertyName("code")]
    public string? Code { get; set; }

    [JsonPropertyName("message")]
    public string? Message { get; set; }

    [JsonPropertyName("txid")]
    public string? TxId { get; set; }
}

internal sealed class WireCall : WireMessage
{
    [JsonPropertyName("result")]
    public WireBroadcast? Result { get; set; }

    [JsonPropertyName("constant_result")]
    public List<string>? Constants { get; set; }

    [JsonPropertyName("energy_used")]
    public long EnergyUsed { get; set; }
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(WireBlock))]
[JsonSerializable(typeof(WireBlocks))]
[JsonSerializable(typeof(WireTransaction))]
[JsonSerializable(typeof(WireInfo))]
[JsonSerializable(typeof(List<WireInfo>))]
[JsonSerializable(typeof(WireAccount))]
[JsonSerializable(typeof(WireResource))]
[JsonSerializable(typeof(WireParameters))]
[JsonSerializable(typeof(WireBroadcast))]
[JsonSerializable(typeof(WireCall))]
internal sealed partial class WireJson : JsonSerializerContext;
