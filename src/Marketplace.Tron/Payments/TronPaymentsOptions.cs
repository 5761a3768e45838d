namespace Marketplace.Tron.Payments;

/// <summary>Which TRON network pays, by which nodes, with which keys.</summary>
public sealed class TronPaymentsOptions
{
    /// <summary><c>devnet</c>, <c>nile</c>, <c>shasta</c> or <c>mainnet</c>.</summary>
    public string Network { get; set; } = "devnet";

    /// <summary>The nodes, best first, e.g. <c>https://nile.trongrid.io</c>. With two or more, what decides over money is asked of two.</summary>
    public IList<Uri> Endpoints { get; } = [];

    /// <summary>Sent as <c>TRON-PRO-API-KEY</c> to every endpoint; null where they need none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The file with the wallet, see <see cref="TronVault"/>: this process holds the keys. Null where it does not.</summary>
    public string? Vault { get; set; }

    /// <summary>Where the vault's key is.</summary>
    public TronVaultKeySource? VaultKey { get; set; }

    /// <summary>What this process signs with its own keys; without a journal, anything that only the rules admit.</summary>
    public TronSigningOptions Signing { get; set; } = new();

    /// <summary>In place of a vault: the public key of the deposit account, <c>m/44'/195'/0'</c>. It derives every deposit address and no key.</summary>
    public string? AccountXpub { get; set; }

    /// <summary>In place of a vault: the address that pays withdrawals.</summary>
    public string? HotAddress { get; set; }

    /// <summary>
    /// Who signs where there is no vault: <c>http://127.0.0.1:5090</c> or <c>unix:/run/marketplace/signer.sock</c>. Null: nobody, this host only receives and
    /// withdrawals wait.
    /// </summary>
    public string? Signer { get; set; }

    /// <summary>The file with the word that the signer knows, see <see cref="TronSignerToken"/>.</summary>
    public string? SignerToken { get; set; }

    /// <summary>How long the signer may take for an answer.</summary>
    public TimeSpan SignerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes what is too much for the hot wallet; its key is elsewhere. Null: everything stays in the hot wallet.</summary>
    public string? ColdAddress { get; set; }

    /// <summary>The TRC-20 tokens that count as deposits, each by its contract; none by default. Each block's receipts are read only where there are some.</summary>
    public IList<TronToken> Tokens { get; } = [];

    /// <summary>Mainnet moves real money: it is refused until this says that it is meant.</summary>
    public bool AcceptMainnet { get; set; }

    /// <summary>The id of block 0 of a private network; null takes the word of the node that answers first. The public networks' ids are built in.</summary>
    public string? GenesisId { get; set; }

    /// <summary>The network's time between blocks: 3 s on TRON, less on a local chain. Only people are told, nothing is decided by it.</summary>
    public TimeSpan BlockTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a payment's bytes can be taken into a block, from 60 to 120 s after the newest one.</summary>
    public TimeSpan PaymentLifetime { get; set; } = TimeSpan.FromSeconds(90);
}
