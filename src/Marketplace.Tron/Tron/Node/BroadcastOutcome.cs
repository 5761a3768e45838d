namespace Marketplace.Tron;

/// <summary>What to do after a broadcast.</summary>
public enum BroadcastAdvice
{
    /// <summary>The node took it. That is no inclusion: it may still be lost, so look for the id in solid blocks.</summary>
    Accepted,

    /// <summary>Nobody knows whether it was taken (timeout, odd answer, "duplicate"): look for the id, send the same bytes again.</summary>
    Unknown,

    /// <summary>The node was busy: send the same bytes again later, or to another node.</summary>
    SendAgain,

    /// <summary>Balance, bandwidth or energy lack: the same bytes may pass once the account's state has changed.</summary>
    AfterStateChange,

    /// <summary>These bytes will not pass. Before building others, make sure that the id is on no solid block and its expiration is past.</summary>
    Rebuild,

    /// <summary>The signature is wrong or not permitted: never repeat, find the mistake.</summary>
    Never,
}

/// <summary>A node's answer to a broadcast.</summary>
/// <param name="Advice">What to do.</param>
/// <param name="Code">The node's code such as <c>DUP_TRANSACTION_ERROR</c>, <c>SUCCESS</c>, or one of <see cref="TronErrorCodes"/> when no answer came.</param>
/// <param name="Message">The node's text, decoded.</param>
/// <param name="Endpoint">Who answered.</param>
public sealed record BroadcastOutcome(BroadcastAdvice Advice, string Code, string Message, Uri Endpoint)
{
    /// <summary>True when the node took it.</summary>
    public bool IsAccepted => Advice == BroadcastAdvice.Accepted;

    /// <summary>What a code of java-tron's <c>Return.response_code</c> asks for.</summary>
    public static BroadcastAdvice AdviceFor(string code) => code switch
    {
        "SUCCESS" => BroadcastAdvice.Accepted,
        "SIGERROR" => BroadcastAdvice.Never,
        // With its transaction cache on, a node answers DUP the second time even for what it refused the first time: it is no acceptance.
        "DUP_TRANSACTION_ERROR" => BroadcastAdvice.Unknown,
        "BANDWITH_ERROR" or "CONTRACT_EXE_ERROR" => BroadcastAdvice.AfterStateChange,
        // After a timeout this may mean "already spent by the first copy": hence the check of the id that Rebuild asks for.
        "CONTRACT_VALIDATE_ERROR" or "TAPOS_ERROR" or "TRANSACTION_EXPIRATION_ERROR" or "TOO_BIG_TRANSACTION_ERROR" => BroadcastAdvice.Rebuild,
        "SERVER_BUSY" or "NO_CONNECTION" or "NOT_ENOUGH_EFFECTIVE_CONNECTION" or "BLOCK_UNSOLIDIFIED" => BroadcastAdvice.SendAgain,
        _ => BroadcastAdvice.Unknown,
    };
}
