using System.Security.Cryptography;
using System.Text;
using Marketplace.Tron.Payments.Keys.Vault;

namespace Marketplace.Tron.Payments;

/// <summary>Where the key to a vault is: 32 bytes, as 64 hexadecimal digits or as base64.</summary>
public sealed record TronVaultKeySource
{
    private readonly Kind kind;
    private readonly string name;

    private TronVaultKeySource(Kind kind, string name) => (this.kind, this.name) = (kind, name);

    private enum Kind
    {
        File,
        Secret,
        Variable,
    }

    /// <summary>A file that its owner alone may read.</summary>
    /// <param name="path">Where.</param>
    public static TronVaultKeySource File(string path) => new(Kind.File, path);

    /// <summary>
    /// A secret that an orchestrator mounts, for example under <c>/run/secrets</c>. Its mode is not looked at: orchestrators mount 0444 into a
    /// file system in memory that this container alone sees. Saying so is the operator's decision, which is why it is a kind of its own.
    /// </summary>
    /// <param name="path">Where.</param>
    public static TronVaultKeySource Secret(string path) => new(Kind.Secret, path);

    /// <summary>An environment variable: the weakest, for the process's own user and its crash dumps see it as long as it runs.</summary>
    /// <param name="name">Its name.</param>
    public static TronVaultKeySource Variable(string name) => new(Kind.Variable, name);

    /// <summary>Reads the key.</summary>
    /// <exception cref="TronVaultException">It is missing, open to others, or no key.</exception>
    public TronVaultKey Read()
    {
        var key = kind == Kind.Variable ? ReadVariable() : ReadFile();
        return key ?? throw new TronVaultException(
            TronVaultRefusal.Damaged, $"TRON: {this} holds no vault key: 32 random bytes as 64 hexadecimal digits or as base64, and nothing else.");
    }

    /// <summary>What it is and where; no secret.</summary>
    public override string ToString() => kind switch
    {
        Kind.File => $"the key file '{name}'",
        Kind.Secret => $"the mounted secret '{name}'",
        _ => $"the environment variable {name}",
    };

    private TronVaultKey? ReadFile()
    {
        if (!System.IO.File.Exists(name))
        {
            throw new TronVaultException(TronVaultRefusal.Missing, $"TRON: {this} does not exist; without it the vault stays shut.");
        }

        if (kind == Kind.File && PrivateFile.IsOpenToOthers(name))
        {
            throw new TronVaultException(TronVaultRefusal.OpenToOthers, $"TRON: {this} is open to others; run: chmod 600 '{name}'");
        }

        TronVaultKey? key = null;
        PrivateFile.Guard(name, "key", () =>
        {
            using var file = new FileStream(name, new FileStreamOptions { BufferSize = 0 });
            key = TronVaultKey.TryRead(file);
        });
        return key;
    }

    private TronVaultKey? ReadVariable()
    {
        // The runtime hands environment variables out as text, of which no copy can be zeroed.
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } value)
        {
            throw new TronVaultException(TronVaultRefusal.Missing, $"TRON: {this} is not set; without it the vault stays shut.");
        }

        var text = Encoding.UTF8.GetBytes(value);
        try
        {
            return TronVaultKey.TryParse(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
