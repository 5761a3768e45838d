namespace Marketplace.Tron.Payments;

/// <summary>What is wrong with a vault or with the key to it.</summary>
public enum TronVaultRefusal
{
    /// <summary>There is no such file or variable.</summary>
    Missing,

    /// <summary>There is one already, and it is never overwritten.</summary>
    Exists,

    /// <summary>Others may read it.</summary>
    OpenToOthers,

    /// <summary>It can not be read or written.</summary>
    Unreadable,

    /// <summary>It is not what was written, or no such thing at all.</summary>
    Damaged,

    /// <summary>The key belongs to another vault, or to this one before it was locked anew.</summary>
    WrongKey,

    /// <summary>These are not 24 words of a wallet.</summary>
    BadWords,
}

/// <summary>A vault that can not be used. The message is one sentence for the operator and never holds a secret.</summary>
public sealed class TronVaultException : InvalidOperationException
{
    /// <summary>A refusal.</summary>
    /// <param name="refusal">Which.</param>
    /// <param name="sentence">What is wrong, and with which file.</param>
    public TronVaultException(TronVaultRefusal refusal, string sentence)
        : base(sentence) => Refusal = refusal;

    /// <summary>What is wrong.</summary>
    public TronVaultRefusal Refusal { get; }
}
