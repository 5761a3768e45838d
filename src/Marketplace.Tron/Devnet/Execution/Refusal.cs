namespace Marketplace.Tron.Devnet;

/// <summary>Why the chain does not take a transaction: java-tron's code and its text.</summary>
internal sealed record Refusal(string Code, string Text)
{
    internal static readonly Refusal Tapos = new("TAPOS_ERROR", "Tapos check error.");
    internal static readonly Refusal Expired = new("TRANSACTION_EXPIRATION_ERROR", "Transaction expired");
    internal static readonly Refusal Duplicate = new("DUP_TRANSACTION_ERROR", "Dup transaction.");
    internal static readonly Refusal AlreadyExists = new("DUP_TRANSACTION_ERROR", "Transaction already exists.");
    internal static readonly Refusal Bandwidth = new("BANDWITH_ERROR", "Account resource insufficient error.");
    internal static readonly Refusal ServerBusy = new("SERVER_BUSY", "Server busy.");

    internal static Refusal Signature(string text) => new("SIGERROR", $"Validate signature error: {text}");

    internal static Refusal Contract(string text) => new("CONTRACT_VALIDATE_ERROR", $"Contract validate error : {text}");

    internal static Refusal TooBig(string id, int size) =>
        new("TOO_BIG_TRANSACTION_ERROR", $"Too big transaction, TxId {id}, the size is {size} bytes, maxTxSize {TronTransaction.MaxSizeBytes}");
}

/// <summary>Either a receipt or a refusal.</summary>
internal readonly record struct Verdict(Receipt? Receipt, Refusal? Refusal)
{
    public static implicit operator Verdict(Refusal refusal) => new(null, refusal);

    public static implicit operator Verdict(Receipt receipt) => new(receipt, null);
}
