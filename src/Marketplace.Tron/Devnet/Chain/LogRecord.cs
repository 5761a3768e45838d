using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Marketplace.Tron.Devnet;

/// <summary>One line of the block log: the genesis, a block, or a fork that takes blocks back.</summary>
internal sealed record LogRecord
{
    [JsonPropertyName("genesis")]
    public GenesisRecord? Genesis { get; init; }

    [JsonPropertyName("block")]
    public BlockRecord? Block { get; init; }

    [JsonPropertyName("undo")]
    public int Undo { get; init; }
}

internal sealed record GenesisRecord(
    [property: JsonPropertyName("seed")] string Seed,
    [property: JsonPropertyName("time")] long TimestampMs,
    [property: JsonPropertyName("faucet")] long FaucetSun,
    [property: JsonPropertyName("balances")] IReadOnlyDictionary<string, long> Balances)
{
    internal static GenesisRecord Create(TronDevnetOptions options) => new(
        options.ChainSeed ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
        options.FaucetBalanceSun,
        options.GenesisBalances.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal));
}

internal sealed record BlockRecord(
    [property: JsonPropertyName("time")] long TimestampMs,
    [property: JsonPropertyName("witness")] int Witness,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("transactions")] IReadOnlyList<string> Transactions);

[JsonSerializable(typeof(LogRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class LogJson : JsonSerializerContext;
