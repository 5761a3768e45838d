using System.Text.Json.Serialization;

namespace Marketplace.Tron.Devnet;

/// <summary>What an endpoint does instead of answering well.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DevnetFaultKind>))]
public enum DevnetFaultKind
{
    /// <summary>Answers with the HTTP status of <see cref="DevnetFault.Status"/>: 500, 503, 429, 403, 404, …</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>Answers well, but after <see cref="DevnetFault.Delay"/>.</summary>
    [JsonStringEnumMemberName("slow")]
    Slow,

    /// <summary>Sends the first half of the answer.</summary>
    [JsonStringEnumMemberName("cut_json")]
    CutJson,

    /// <summary>Answers <c>{}</c>, as if it knew nothing.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>The bare sentence of a lite node.</summary>
    [JsonStringEnumMemberName("lite_text")]
    LiteText,

    /// <summary>HTTP 200 with <c>lack of computing resources</c> inside.</summary>
    [JsonStringEnumMemberName("rate_limited")]
    RateLimited,

    /// <summary>An answer of <see cref="DevnetFault.Bytes"/> bytes.</summary>
    [JsonStringEnumMemberName("oversized")]
    Oversized,

    /// <summary>Broadcast: refuses with <see cref="DevnetFault.Code"/> and does not look at the transaction.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>Broadcast: says it took the transaction, and forgets it.</summary>
    [JsonStringEnumMemberName("accepted_then_lost")]
    AcceptedThenLost,

    /// <summary>Broadcast: takes the transaction, and never answers.</summary>
    [JsonStringEnumMemberName("timeout_after_acceptance")]
    TimeoutAfterAcceptance,

    /// <summary>Multiplies by ten the amounts shown in <c>raw_data</c>; the bytes beside them stay true.</summary>
    [JsonStringEnumMemberName("lie_amount")]
    LieAmount,

    /// <summary>Multiplies by ten the amounts inside <c>raw_data_hex</c>; the transaction ids stay.</summary>
    [JsonStringEnumMemberName("lie_bytes")]
    LieBytes,

    /// <summary>Changes the ids of blocks.</summary>
    [JsonStringEnumMemberName("lie_block_id")]
    LieBlockId,

    /// <summary>Leaves the transactions out of blocks.</summary>
    [JsonStringEnumMemberName("missing_transactions")]
    MissingTransactions,

    /// <summary>Leaves the last receipt out of a block's: they are late on this node.</summary>
    [JsonStringEnumMemberName("missing_receipts")]
    MissingReceipts,

    /// <summary>Multiplies by sixteen what the events of a block's receipts say; nothing binds them to the block.</summary>
    [JsonStringEnumMemberName("lie_events")]
    LieEvents,

    /// <summary>Shows the first transfer of a block twice, the second time under another id, as if it had been made again.</summary>
    [JsonStringEnumMemberName("lie_transaction")]
    LieTransaction,

    /// <summary>Leaves out <c>contractRet</c>.</summary>
    [JsonStringEnumMemberName("missing_result")]
    MissingResult,
}

/// <summary>A fault to play. Faults are tried in the order they were added; the first that matches a request and is not used up plays.</summary>
public sealed record DevnetFault
{
    /// <summary>What happens.</summary>
    [JsonPropertyName("kind")]
    public DevnetFaultKind Kind { get; init; }

    /// <summary>Which endpoint: <c>main</c>, another's name, or <c>*</c> for all.</summary>
    [JsonPropertyName("endpoint")]
    public string Endpoint { get; init; } = "*";

    /// <summary>Which path, such as <c>/wallet/broadcasttransaction</c> or <c>/walletsolidity/</c>; a prefix. Broadcast faults match broadcasts only.</summary>
    [JsonPropertyName("path")]
    public string Path { get; init; } = "/";

    /// <summary>How many requests; null until cleared.</summary>
    [JsonPropertyName("count")]
    public int? Count { get; init; } = 1;

    /// <summary>The HTTP status of <see cref="DevnetFaultKind.Status"/>.</summary>
    [JsonPropertyName("status")]
    public int Status { get; init; } = 503;

    /// <summary>The delay of <see cref="DevnetFaultKind.Slow"/>, in milliseconds.</summary>
    [JsonPropertyName("delay_ms")]
    public int DelayMs { get; init; } = 5_000;

    /// <summary>The code of <see cref="DevnetFaultKind.Refuse"/>.</summary>
    [JsonPropertyName("code")]
    public string Code { get; init; } = "SERVER_BUSY";

    /// <summary>The text of <see cref="DevnetFaultKind.Refuse"/>; the node's own for the code when empty.</summary>
    [JsonPropertyName("message")]
    public string Message { get; init; } = "";

    /// <summary>The size of <see cref="DevnetFaultKind.Oversized"/>.</summary>
    [JsonPropertyName("bytes")]
    public int Bytes { get; init; } = 100 * 1024 * 1024;

    [JsonIgnore]
    internal TimeSpan Delay => TimeSpan.FromMilliseconds(DelayMs);

    [JsonIgnore]
    internal bool IsAboutBroadcast => Kind is DevnetFaultKind.Refuse or DevnetFaultKind.AcceptedThenLost or DevnetFaultKind.TimeoutAfterAcceptance;
}
