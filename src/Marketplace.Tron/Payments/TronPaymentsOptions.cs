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

    /// <summary>The file with the mnemonic, readable by its owner alone: see <see cref="TronKeyFile"/>.</summary>
    public string KeyFile { get; set; } = string.Empty;

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
