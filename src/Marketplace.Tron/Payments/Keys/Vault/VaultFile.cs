using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Tron.Payments.Keys.Vault;

/// <summary>
/// The vault as it lies on the disk: what is public in the clear, the seed encrypted by a data key, the data key encrypted by the vault key. The
/// text has one form only: whatever differs from what would be written is damaged.
/// </summary>
internal sealed class VaultFile
{
    private const string FormatName = "marketplace-tron-vault";
    private const int CurrentVersion = 1;
    private const int LargestBytes = 16 * 1024;

    public string Format { get; init; } = FormatName;

    public int Version { get; init; } = CurrentVersion;

    public required string Id { get; init; }

    public required string AccountXpub { get; init; }

    public required string HotAddress { get; init; }

    public required string KeyId { get; init; }

    public required SealedBytes DataKey { get; init; }

    public required SealedBytes Secret { get; init; }

    /// <summary>What the seed is bound to. The vault key's id is not in it: locking anew encrypts the data key alone.</summary>
    public static string SecretContext(string id, string xpub, string hot) => $"{FormatName}\n{CurrentVersion}\nsecret\n{id}\n{xpub}\n{hot}";

    /// <summary>What the data key is bound to.</summary>
    public static string DataKeyContext(string id, string keyId, string hot) => $"{FormatName}\n{CurrentVersion}\ndata-key\n{id}\n{keyId}\n{hot}";

    /// <exception cref="TronVaultException">Missing, open to others, or not what was written.</exception>
    public static VaultFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new TronVaultException(TronVaultRefusal.Missing, $"TRON: the vault '{path}' does not exist.");
        }

        if (PrivateFile.IsOpenToOthers(path))
        {
            throw new TronVaultException(TronVaultRefusal.OpenToOthers, $"TRON: the vault '{path}' is open to others; run: chmod 600 '{path}'");
        }

        byte[] text = [];
        PrivateFile.Guard(path, "vault", () => text = new FileInfo(path).Length > LargestBytes ? [] : File.ReadAllBytes(path));
        VaultFile? read = null;
        try
        {
            read = JsonSerializer.Deserialize(text, VaultJson.Default.VaultFile);
        }
        catch (JsonException)
        {
            // Its message quotes what it met; ours names the file.
        }

        return read is { Format: FormatName, Version: > CurrentVersion }
            ? throw new TronVaultException(TronVaultRefusal.Damaged, $"TRON: the vault '{path}' is of version {read.Version}, which this program is too old for.")
            : read is { Format: FormatName, Version: CurrentVersion } && read.ToText().AsSpan().SequenceEqual(text) ? read : throw Damaged(path);
    }

    public static TronVaultException Damaged(string path) => new(
        TronVaultRefusal.Damaged, $"TRON: the vault '{path}' is damaged or was changed; restore it from its backup, or import the 24 words into a new one.");

    public byte[] ToText() => [.. JsonSerializer.SerializeToUtf8Bytes(this, VaultJson.Default.VaultFile), (byte)'\n'];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(VaultFile))]
internal sealed partial class VaultJson : JsonSerializerContext;
