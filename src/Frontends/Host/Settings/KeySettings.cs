using Marketplace.Tron.Payments;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>Where the keys are: in this process, in a signer's, or nowhere.</summary>
/// <param name="Vault">The vault's file; null where this process holds no key.</param>
/// <param name="VaultKey">Where the vault's key is.</param>
/// <param name="Signing">How much may be signed.</param>
internal sealed record KeySettings(string? Vault, TronVaultKeySource? VaultKey, TronSigningOptions Signing)
{
    private static readonly (string Setting, Func<string, TronVaultKeySource> Make)[] Kinds =
    [
        ("Tron:VaultKeyFile", TronVaultKeySource.File),
        ("Tron:VaultKeySecret", TronVaultKeySource.Secret),
        ("Tron:VaultKeyVariable", TronVaultKeySource.Variable),
    ];

    /// <summary>What a process with keys needs.</summary>
    public static KeySettings Read(IConfiguration configuration, HostRole role)
    {
        if (role == HostRole.Market)
        {
            RefuseKeys(configuration);
            return new KeySettings(null, null, new TronSigningOptions());
        }

        var vault = configuration["Tron:Vault"];
        if (string.IsNullOrWhiteSpace(vault))
        {
            throw Refused(configuration["Tron:KeyFile"] is { Length: > 0 } words
                ? $"Tron__KeyFile, 24 words in the clear, is not read any more; make a vault of it with: Marketplace.Host keys import wallet.vault < '{words}', and set Tron__Vault"
                : "Tron__Vault is not set; make a vault with: Marketplace.Host keys new wallet.vault");
        }

        return new KeySettings(
            vault,
            ReadVaultKey(configuration) ?? throw Refused("Tron__VaultKeyFile is not set; it says where the key to the vault is (or Tron__VaultKeySecret, Tron__VaultKeyVariable)."),
            SignerSettings.ReadLimits(configuration, role, vault));
    }

    /// <summary>Where the vault's key is, by whichever of the three settings; null where there is none.</summary>
    /// <exception cref="StartRefusedException">There are several.</exception>
    public static TronVaultKeySource? ReadVaultKey(IConfiguration configuration)
    {
        var given = Kinds.Where(kind => !string.IsNullOrWhiteSpace(configuration[kind.Setting])).ToList();
        return given.Count switch
        {
            0 => null,
            1 => given[0].Make(configuration[given[0].Setting]!),
            _ => throw Refused($"{Name(given[0].Setting)} and {Name(given[1].Setting)} are both set; a vault has one key."),
        };
    }

    /// <summary>A setting that is there by mistake would bring the keys back to where they shall not be.</summary>
    private static void RefuseKeys(IConfiguration configuration)
    {
        var found = Kinds.Select(kind => kind.Setting).Append("Tron:Vault").Append("Tron:KeyFile").FirstOrDefault(setting => !string.IsNullOrWhiteSpace(configuration[setting]));
        if (found is not null)
        {
            throw Refused($"{Name(found)} is set, and a host with --role market holds no key; give it to the one with --role signer.");
        }
    }

    private static string Name(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Configuration, sentence);
}
